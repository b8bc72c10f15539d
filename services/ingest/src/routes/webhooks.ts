import { ProblemError } from '@posthorn/contracts'
import { findIngestSource, type IngestSource } from '@posthorn/database'
import { replyWithProblem } from '@posthorn/service'
import type { Headers } from '@posthorn/webhook'
import type { FastifyError, FastifyPluginAsync, FastifyRequest } from 'fastify'
import { type AcceptDependencies, acceptRequest, requestRecord } from '../accept-request.ts'

declare module 'fastify' {
  interface FastifyRequest {
    /** The source that the URL names, found before the body is read. */
    source?: IngestSource
    /** The headers as they came. */
    receivedHeaders?: Headers
  }
}

const SOURCE_ID = /^src_[0-9a-z]{26}$/

interface WebhookOptions extends Omit<AcceptDependencies, 'log'> {
  /** Told of each event that was made of a request. */
  countEvent: () => void
}

/** `POST /webhooks/{sourceId}`: where providers send. */
export const webhookRoutes: FastifyPluginAsync<WebhookOptions> = async (app, dependencies) => {
  const { database, rejections, countEvent } = dependencies

  async function findSource(request: FastifyRequest): Promise<void> {
    const { sourceId } = request.params as { sourceId: string }
    const source = SOURCE_ID.test(sourceId) ? await findIngestSource(database, sourceId) : undefined
    if (source === undefined) throw new ProblemError('not_found', 'There is no source at this URL.')
    request.source = source
    // The signature decides, whatever the bytes are called: fastify would refuse a content type that it cannot parse.
    request.receivedHeaders = { ...request.headers }
    delete request.raw.headers['content-type']
    if (!source.enabled) {
      await rejections.add(recordOfUnread(source, request), 'source_disabled')
      throw new ProblemError('source_disabled', 'The source is disabled. Enable it, or stop sending to it.')
    }
  }

  app.setErrorHandler<FastifyError>(async (error, request, reply) => {
    if (error.code === 'FST_ERR_CTP_BODY_TOO_LARGE' && request.source !== undefined) {
      await rejections.add(recordOfUnread(request.source, request), 'payload_too_large')
    }
    await replyWithProblem(error, request, reply)
  })

  app.post(
    '/webhooks/:sourceId',
    {
      config: { access: 'open' },
      onRequest: findSource,
    },
    async (request, reply) => {
      const { source, receivedHeaders: headers, log } = request
      if (source === undefined || headers === undefined) throw new Error('the hook has not found the source')
      const body = request.body instanceof Buffer ? request.body : Buffer.alloc(0)
      const call = { headers, body, receivedAt: new Date() }
      const { type, ...acceptance } = await acceptRequest({ ...dependencies, log }, source, call)
      log.info(
        { tenantId: source.tenantId, sourceId: source.id, type, bodyBytes: body.length, ...acceptance },
        'request.accepted',
      )
      const { status, eventId } = acceptance
      if (status === 'accepted') countEvent()
      return reply.code(status === 'accepted' ? 202 : 200).send({ status, eventId })
    },
  )
}

/** A call whose body was not read: its length is what it claims. */
function recordOfUnread(source: IngestSource, { receivedHeaders: headers = {} }: FastifyRequest) {
  const claimed = Number(headers['content-length'] ?? 0)
  const length = Number.isSafeInteger(claimed) ? Math.min(claimed, 2 ** 31 - 1) : 0
  return requestRecord(source, { headers, body: { length }, receivedAt: new Date() })
}
