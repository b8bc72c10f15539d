import { ProblemError } from '@posthorn/contracts'
import {
  BodyBlocks,
  type Logger,
  type RequestCapacity,
  replyWithProblem,
  traceOf,
  withoutRedaction,
} from '@posthorn/service'
import { inSpan } from '@posthorn/tracing'
import type { FastifyError, FastifyPluginAsync, FastifyReply, FastifyRequest } from 'fastify'
import { type Acceptance, type AcceptDependencies, acceptRequest } from '../accept-request.ts'
import { type Admission, admitRequest } from '../admit-request.ts'
import type { IngestMetrics } from '../ingest-metrics.ts'
import { noSuchSource, RejectedError } from '../rejected.ts'
import { claimedLength, type InboundCall, requestRecord } from '../request-record.ts'

declare module 'fastify' {
  interface FastifyRequest {
    /** The request's headers as received. */
    inboundCall?: InboundCall
    /** With the cached source of the URL; decided before the body is read. */
    admission?: Admission
  }
}

const SOURCE_ID = /^src_[0-9a-z]{26}$/

interface WebhookOptions extends Omit<AcceptDependencies, 'log'> {
  logger: Logger
  capacity: RequestCapacity
  metrics: Pick<IngestMetrics, 'countAccepted' | 'countDuplicate' | 'countRejected'>
}

/** `POST /webhooks/{sourceId}`: providers send their webhooks here. */
export const webhookRoutes: FastifyPluginAsync<WebhookOptions> = async (app, dependencies) => {
  const { sources, keysOf, rejections, logger, capacity, metrics } = dependencies
  const requestLog = withoutRedaction(logger)

  /** @throws ProblemError for a request that is refused whatever its body; the body is not read */
  async function admit(request: FastifyRequest): Promise<void> {
    const { sourceId } = request.params as { sourceId: string }
    const source = SOURCE_ID.test(sourceId) ? await sources.of(sourceId) : undefined
    if (source === undefined) throw noSuchSource()
    const call = { headers: { ...request.headers }, arrivedAt: new Date(), trace: traceOf(request) }
    request.inboundCall = call
    // Fastify would refuse an invalid content type; here the signature decides.
    delete request.raw.headers['content-type']

    const first = admitRequest(keysOf, source, call)
    if (first instanceof RejectedError) request.admission = await admitByCurrent(source, first, call)
    else request.admission = first
  }

  /** Waits for the tenant's share of the capacity before the body is read. */
  async function waitForTurn(request: FastifyRequest, reply: FastifyReply): Promise<void> {
    const { admission } = request
    if (admission !== undefined) await capacity.enter(request, reply, admission.source.tenantId)
  }

  /** Judges again with the current source: no request is refused because of a cached one. */
  async function admitByCurrent(
    source: Admission['source'],
    refusal: RejectedError | undefined,
    call: InboundCall,
  ): Promise<Admission> {
    const current = await sources.current(source)
    if (current === undefined) throw noSuchSource()
    const last = current === source && refusal !== undefined ? refusal : admitRequest(keysOf, current, call)
    if (!(last instanceof RejectedError)) return last
    const record = requestRecord(current, call, { bodyBytes: claimedLength(call) })
    await rejections.add(record, last.because)
    throw last.problem
  }

  // Signatures are over bytes, so the body stays bytes, whatever its content type.
  app.removeAllContentTypeParsers()
  app.addContentTypeParser('*', async (request: FastifyRequest) => {
    const { admission, inboundCall } = request
    if (admission === undefined || inboundCall === undefined) return undefined
    return capacity.read(request, {
      bytesClaimed: claimedLength(inboundCall),
      onBlock: (block) => admission.check.update(block),
    })
  })

  app.setErrorHandler<FastifyError>(async (error, request, reply) => {
    const isTooLarge = error.code === 'FST_ERR_CTP_BODY_TOO_LARGE'
    const answer = isTooLarge ? await tooLarge(error, request) : error
    // Whatever the time at which the source turned out to be unknown.
    if (answer instanceof ProblemError && answer.code === 'not_found') metrics.countRejected('unknown_source')
    await replyWithProblem(answer, request, reply)
  })

  /** The error of a body that was not read: it is too large, unless its current source refuses the request anyway. */
  async function tooLarge(error: unknown, { admission, inboundCall }: FastifyRequest): Promise<unknown> {
    if (admission === undefined || inboundCall === undefined) return error
    try {
      const { source } = await admitByCurrent(admission.source, undefined, inboundCall)
      const record = requestRecord(source, inboundCall, { bodyBytes: claimedLength(inboundCall) })
      await rejections.add(record, 'payload_too_large')
      return error
    } catch (refusal) {
      return refusal
    }
  }

  // Some users configure the URL with a trailing slash.
  for (const url of ['/webhooks/:sourceId', '/webhooks/:sourceId/']) {
    app.post<{ Params: { sourceId: string } }>(
      url,
      {
        config: { access: 'open', repeat: 'Send the webhook again: a second copy is recognised.' },
        onRequest: [admit, waitForTurn],
      },
      async (request, reply) => {
        const { admission, inboundCall, log } = request
        if (admission === undefined || inboundCall === undefined) throw new Error('the hook admitted nothing')
        const body = request.body instanceof BodyBlocks ? request.body : emptyBody()
        const { tenantId, id: sourceId } = admission.source
        const { type, ...acceptance } = await inPublishSpan(admission, inboundCall, (call) =>
          acceptRequest({ ...dependencies, log }, admission, call, body),
        )
        requestLog.info(
          { requestId: request.id, tenantId, sourceId, type, bodyBytes: body.length, ...acceptance },
          'request.accepted',
        )
        const { status, eventId } = acceptance
        if (status === 'accepted') metrics.countAccepted()
        else metrics.countDuplicate()
        return reply.code(status === 'accepted' ? 202 : 200).send({ status, eventId })
      },
    )
  }
}

/** The event of the request continues the span that publishes it. */
function inPublishSpan(
  { source: { tenantId, id } }: Admission,
  call: InboundCall,
  accept: (call: InboundCall) => Promise<Acceptance>,
): Promise<Acceptance> {
  const attributes = { 'posthorn.tenant.id': tenantId, 'posthorn.source.id': id }
  return inSpan(
    'publish',
    () => ({ kind: 'producer', parent: call.trace, attributes }),
    async (span) => {
      const acceptance = await accept({ ...call, trace: span?.context ?? call.trace })
      const { eventId, status } = acceptance
      span?.set({ 'messaging.message.id': eventId, 'posthorn.duplicate': status === 'already_processed' })
      return acceptance
    },
  )
}

function emptyBody(): BodyBlocks {
  const body = new BodyBlocks()
  body.end()
  return body
}
