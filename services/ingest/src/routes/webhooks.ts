import { ProblemError } from '@posthorn/contracts'
import type { IngestSource } from '@posthorn/database'
import type { SourceCache } from '@posthorn/events'
import {
  type Acceptance,
  type AcceptDependencies,
  acceptRequest,
  type CheckedHeaders,
  checkBodySize,
  checkHeaders,
  type InboundCall,
  type LimitRate,
  payloadTooLarge,
  RejectedError,
} from '@posthorn/receiving'
import {
  BodyBlocks,
  type Logger,
  type RequestCapacity,
  replyWithProblem,
  traceOf,
  withoutRedaction,
} from '@posthorn/runtime'
import { inSpan } from '@posthorn/tracing'
import type { AddressRange } from '@posthorn/webhook'
import type { FastifyError, FastifyPluginAsync, FastifyReply, FastifyRequest } from 'fastify'
import { declaredLength } from '../declared-length.ts'
import type { IngestMetrics } from '../ingest-metrics.ts'
import { noSuchSource } from '../no-such-source.ts'
import { createRefusalRounds } from '../refusal-rounds.ts'
import type { RejectionLog } from '../rejection-log.ts'
import { remoteAddressOf } from '../remote-address.ts'

declare module 'fastify' {
  interface FastifyRequest {
    /** The request before its body is read: its headers as received, when they arrived, and its trace. */
    inboundCall?: InboundCall
    /** With the cached source of the URL; decided before the body is read. */
    checkedHeaders?: CheckedHeaders
  }
}

const SOURCE_ID = /^src_[0-9a-z]{26}$/

interface WebhookOptions extends Omit<AcceptDependencies, 'log' | 'sources'> {
  sources: SourceCache
  rejections: RejectionLog
  logger: Logger
  capacity: RequestCapacity
  metrics: Pick<IngestMetrics, 'countAccepted' | 'countDuplicate' | 'countRejected'>
  trustedProxies: readonly AddressRange[]
  /** For each request. */
  createLimitRate: () => LimitRate
}

/** `POST /webhooks/{sourceId}`: providers send their webhooks here. */
export const webhookRoutes: FastifyPluginAsync<WebhookOptions> = async (app, dependencies) => {
  const { sources, keysOf, rejections, logger, capacity, metrics, trustedProxies } = dependencies
  const requestLog = withoutRedaction(logger)
  const nextRound = createRefusalRounds()

  /** @throws ProblemError for a request that is refused whatever its body; the body is not read */
  async function checkRequest(request: FastifyRequest): Promise<void> {
    const { sourceId } = request.params as { sourceId: string }
    const source = SOURCE_ID.test(sourceId) ? await sources.of(sourceId) : undefined
    if (source === undefined) throw noSuchSource()
    const call: InboundCall = {
      headers: { ...request.headers },
      arrivedAt: new Date(),
      trace: traceOf(request),
      remoteAddress: remoteAddressOf(request, trustedProxies),
      limitRate: dependencies.createLimitRate(),
    }
    request.inboundCall = call
    // Fastify would refuse an invalid content type; here the signature decides.
    delete request.raw.headers['content-type']

    const first = await check(source, call)
    if (first instanceof RejectedError || isSizeUnknown(source, call))
      request.checkedHeaders = await checkWithCurrent(source, first, call)
    else request.checkedHeaders = first
  }

  /** Everything that can be decided before the body is read, the cheapest first. */
  async function check(source: IngestSource, call: InboundCall): Promise<CheckedHeaders | RejectedError> {
    const checked = checkHeaders(keysOf, source, call)
    if (checked instanceof RejectedError) return checked
    return checkBodySize(source, declaredLength(call)) ?? (await call.limitRate?.(source)) ?? checked
  }

  /** Waits for the tenant's share of the capacity before the body is read. */
  async function waitForTurn(request: FastifyRequest, reply: FastifyReply): Promise<void> {
    const { checkedHeaders } = request
    if (checkedHeaders !== undefined) await capacity.enter(request, reply, checkedHeaders.source.tenantId)
  }

  /** Checks again with the current source: no request is refused because of a cached one. */
  async function checkWithCurrent(
    source: IngestSource,
    first: CheckedHeaders | RejectedError | undefined,
    call: InboundCall,
  ): Promise<CheckedHeaders> {
    if (first instanceof RejectedError && first.because === 'rate_limited') await nextRound()
    const current = await sources.current(source)
    if (current === undefined) throw noSuchSource()
    const last = current === source && first !== undefined ? first : await check(current, call)
    if (!(last instanceof RejectedError)) return last
    await rejections.add({ source: current, call, rejected: last, bodyBytes: declaredLength(call) })
    throw last.problem
  }

  // Signatures are over bytes, so the body stays bytes, whatever its content type.
  app.removeAllContentTypeParsers()
  app.addContentTypeParser('*', async (request: FastifyRequest) => {
    const { checkedHeaders, inboundCall } = request
    if (checkedHeaders === undefined || inboundCall === undefined) return undefined
    return capacity.read(request, {
      bytesMax: checkedHeaders.source.bodyMaxBytes ?? undefined,
      bytesDeclared: declaredLength(inboundCall),
      onBlock: (block) => checkedHeaders.signatureCheck.update(block),
    })
  })

  app.setErrorHandler<FastifyError>(async (error, request, reply) => {
    const isTooLarge = error.code === 'FST_ERR_CTP_BODY_TOO_LARGE'
    const failure = isTooLarge ? await tooLarge(error, request) : error
    // Whatever the time at which the source turned out to be unknown.
    if (failure instanceof ProblemError && failure.code === 'not_found')
      metrics.countRejected('unknown_source')
    await replyWithProblem(failure, request, reply)
  })

  /** The error of a body that was not read: it is too large, unless its current source refuses the request anyway. */
  async function tooLarge(
    error: unknown,
    { checkedHeaders, inboundCall, routeOptions }: FastifyRequest,
  ): Promise<unknown> {
    if (checkedHeaders === undefined || inboundCall === undefined) return error
    try {
      const { source } = await checkWithCurrent(checkedHeaders.source, undefined, inboundCall)
      const bodyBytes = declaredLength(inboundCall)
      const { bodyMaxBytes } = source
      const isOfSource = bodyMaxBytes !== null && bodyMaxBytes < routeOptions.bodyLimit
      const rejected = payloadTooLarge(isOfSource ? bodyMaxBytes : undefined)
      await rejections.add({ source, call: inboundCall, rejected, bodyBytes })
      return isOfSource ? rejected.problem : error
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
        onRequest: [checkRequest, waitForTurn],
      },
      async (request, reply) => {
        const { checkedHeaders, inboundCall, log } = request
        if (checkedHeaders === undefined || inboundCall === undefined)
          throw new Error('the hook has not checked the headers')
        const body = request.body instanceof BodyBlocks ? request.body : emptyBody()
        const { tenantId, id: sourceId } = checkedHeaders.source
        const { type, ...acceptance } = await inPublishSpan(checkedHeaders, inboundCall, async (call) => {
          const result = await acceptRequest({ ...dependencies, log }, checkedHeaders, call, body)
          if (result.outcome === 'not_found') throw noSuchSource()
          if (result.outcome !== 'rejected') return result
          const { source, rejected } = result
          await rejections.add({ source, call, rejected, bodyBytes: body.length, body })
          throw rejected.problem
        })
        requestLog.info(
          { requestId: request.id, tenantId, sourceId, type, bodyBytes: body.length, ...acceptance },
          'request.received',
        )
        const { outcome, eventId } = acceptance
        if (outcome === 'accepted') {
          metrics.countAccepted()
          return reply.code(202).send({ status: 'accepted', eventId })
        }
        metrics.countDuplicate()
        return reply.code(200).send({ status: 'already_processed', eventId })
      },
    )
  }
}

/** Whether only reading the body shows that it is too large for its source: then the limit must be the current one. */
function isSizeUnknown({ bodyMaxBytes }: IngestSource, { headers }: InboundCall): boolean {
  return bodyMaxBytes !== null && headers['content-length'] === undefined
}

/** The event of the request continues the span that publishes it. */
function inPublishSpan(
  { source: { tenantId, id } }: CheckedHeaders,
  call: InboundCall,
  accept: (call: InboundCall) => Promise<Acceptance>,
): Promise<Acceptance> {
  const attributes = { 'posthorn.tenant.id': tenantId, 'posthorn.source.id': id }
  return inSpan(
    'publish',
    () => ({ kind: 'producer', parent: call.trace, attributes }),
    async (span) => {
      const acceptance = await accept({ ...call, trace: span?.context ?? call.trace })
      const { eventId, outcome } = acceptance
      span?.set({ 'messaging.message.id': eventId, 'posthorn.duplicate': outcome === 'duplicate' })
      return acceptance
    },
  )
}

function emptyBody(): BodyBlocks {
  const body = new BodyBlocks()
  body.end()
  return body
}
