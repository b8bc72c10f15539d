import type { IngestSource } from '@posthorn/database'
import { type Logger, type RequestCapacity, replyWithProblem, withoutRedaction } from '@posthorn/service'
import type { Headers } from '@posthorn/webhook'
import type { FastifyError, FastifyPluginAsync, FastifyReply, FastifyRequest } from 'fastify'
import { type AcceptDependencies, acceptRequest } from '../accept-request.ts'
import { noSuchSource, requireOpen } from '../open-source.ts'
import { type KnownOfCall, requestRecord } from '../request-record.ts'

declare module 'fastify' {
  interface FastifyRequest {
    /** The source that the URL names, found before the body is read; as it was read last. */
    source?: IngestSource
    /** The headers as they came. */
    receivedHeaders?: Headers
  }
}

const SOURCE_ID = /^src_[0-9a-z]{26}$/

interface WebhookOptions extends Omit<AcceptDependencies, 'log'> {
  logger: Logger
  capacity: RequestCapacity
  /** Told of each event that was made of a request. */
  countEvent: () => void
}

/** `POST /webhooks/{sourceId}`: where providers send. */
export const webhookRoutes: FastifyPluginAsync<WebhookOptions> = async (app, dependencies) => {
  const { sources, rejections, logger, capacity, countEvent } = dependencies
  const requestLog = withoutRedaction(logger)

  async function findSource(request: FastifyRequest): Promise<void> {
    const { sourceId } = request.params as { sourceId: string }
    const source = SOURCE_ID.test(sourceId) ? await sources.of(sourceId) : undefined
    if (source === undefined) throw noSuchSource()
    request.source = source
    // The signature decides, whatever the bytes are called: fastify would refuse a content type that it cannot parse.
    request.receivedHeaders = { ...request.headers }
    delete request.raw.headers['content-type']
    if (!source.enabled) request.source = await openSource(source, request)
  }

  /** What may be accepted waits, unread, for its tenant's part of the capacity. */
  async function waitForTurn(request: FastifyRequest, reply: FastifyReply): Promise<void> {
    if (request.source !== undefined) await capacity.enter(request, reply, request.source.tenantId)
  }

  /** The source as it is now, if it takes requests. */
  async function openSource(source: IngestSource, request: FastifyRequest): Promise<IngestSource> {
    const current = await sources.current(source)
    return requireOpen(dependencies, current, unread(request))
  }

  app.setErrorHandler<FastifyError>(async (error, request, reply) => {
    const isTooLarge = error.code === 'FST_ERR_CTP_BODY_TOO_LARGE'
    await replyWithProblem(isTooLarge ? await refused(error, request) : error, request, reply)
  })

  /** What is said of a body that was not read: that it is too large, if its source would take it. */
  async function refused(error: unknown, request: FastifyRequest): Promise<unknown> {
    if (request.source === undefined) return error
    try {
      const source = await openSource(request.source, request)
      await rejections.add(requestRecord(source, unread(request)), 'payload_too_large')
      return error
    } catch (refusal) {
      return refusal
    }
  }

  app.post(
    '/webhooks/:sourceId',
    {
      config: { access: 'open' },
      onRequest: [findSource, waitForTurn],
    },
    async (request, reply) => {
      const { source, receivedHeaders: headers, log } = request
      if (source === undefined || headers === undefined) throw new Error('the hook has not found the source')
      const body = request.body instanceof Buffer ? request.body : Buffer.alloc(0)
      const call = { headers, body, receivedAt: new Date() }
      const { type, ...acceptance } = await acceptRequest({ ...dependencies, log }, source, call)
      const { tenantId, id: sourceId } = source
      requestLog.info(
        { requestId: request.id, tenantId, sourceId, type, bodyBytes: body.length, ...acceptance },
        'request.accepted',
      )
      const { status, eventId } = acceptance
      if (status === 'accepted') countEvent()
      return reply.code(status === 'accepted' ? 202 : 200).send({ status, eventId })
    },
  )
}

/** A call whose body was not read: its length is what it claims. */
function unread({ receivedHeaders: headers = {} }: FastifyRequest): KnownOfCall {
  const claimed = Number(headers['content-length'] ?? 0)
  const length = Number.isSafeInteger(claimed) ? Math.min(claimed, 2 ** 31 - 1) : 0
  return { headers, body: { length }, receivedAt: new Date() }
}
