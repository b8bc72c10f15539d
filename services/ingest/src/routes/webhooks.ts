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
  HandshakeRequest,
  type LimitRate,
  payloadTooLarge,
  type ReceivedRequest,
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
import { type AddressRange, type Handshake, type ProviderReply, providerOf } from '@posthorn/webhook'
import type { FastifyError, FastifyPluginAsync, FastifyReply, FastifyRequest } from 'fastify'
import type { ConfirmSubscription } from '../confirm-subscription.ts'
import { declaredLength } from '../declared-length.ts'
import { findSource, noSuchSource } from '../find-source.ts'
import type { IngestMetrics } from '../ingest-metrics.ts'
import { sendProviderReply } from '../provider-reply.ts'
import { createRefusalRounds } from '../refusal-rounds.ts'
import type { RejectionRecorder } from '../rejection-recorder.ts'
import { remoteAddressOf } from '../remote-address.ts'
import { urlSuffixOf } from '../url-suffix.ts'
import { handshakeRoutes } from './handshakes.ts'

declare module 'fastify' {
  interface FastifyRequest {
    /** The request before its body is read: its headers as received, when they arrived, and its trace. */
    receivedRequest?: ReceivedRequest
    /** With the cached source of the URL; decided before the body is read. */
    checkedHeaders?: CheckedHeaders
  }
}

interface WebhookOptions extends Omit<AcceptDependencies, 'log' | 'sources'> {
  sources: SourceCache
  rejections: RejectionRecorder
  logger: Logger
  capacity: RequestCapacity
  confirm: ConfirmSubscription
  metrics: IngestMetrics
  trustedProxies: readonly AddressRange[]
  /** For each request. */
  createLimitRate: () => LimitRate
}

/** `POST /webhooks/{sourceId}`: providers send their webhooks here. */
export const webhookRoutes: FastifyPluginAsync<WebhookOptions> = async (app, dependencies) => {
  const { sources, verification, rejections, logger, capacity, confirm, metrics, trustedProxies } =
    dependencies
  const requestLog = withoutRedaction(logger)
  const nextRound = createRefusalRounds()

  /** @throws ProblemError for a request that is refused whatever its body; the body is not read */
  async function checkRequest(request: FastifyRequest): Promise<void> {
    const { sourceId } = request.params as { sourceId: string }
    const source = await findSource(sources, sourceId)
    const received: ReceivedRequest = {
      headers: { ...request.headers },
      urlSuffix: urlSuffixOf(request.url),
      arrivedAt: new Date(),
      trace: traceOf(request),
      remoteAddress: remoteAddressOf(request, trustedProxies),
      limitRate: dependencies.createLimitRate(),
    }
    request.receivedRequest = received
    // Fastify would refuse an invalid content type; here the signature decides.
    delete request.raw.headers['content-type']

    const first = await check(source, received)
    if (first instanceof RejectedError || isSizeUnknown(source, received))
      request.checkedHeaders = await checkWithCurrent(source, first, received)
    else request.checkedHeaders = first
  }

  /** Everything that can be decided before the body is read, the cheapest first. */
  async function check(
    source: IngestSource,
    received: ReceivedRequest,
  ): Promise<CheckedHeaders | RejectedError> {
    const checked = checkHeaders(verification, source, received)
    if (checked instanceof RejectedError) return checked
    return checkBodySize(source, declaredLength(received)) ?? (await received.limitRate?.(source)) ?? checked
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
    received: ReceivedRequest,
  ): Promise<CheckedHeaders> {
    if (first instanceof RejectedError && first.requestCause === 'rate_limited') await nextRound()
    const current = await sources.current(source)
    if (current === undefined) throw noSuchSource()
    const last = current === source && first !== undefined ? first : await check(current, received)
    if (!(last instanceof RejectedError)) return last
    await rejections.record({
      source: current,
      received,
      rejected: last,
      bodyBytes: declaredLength(received),
    })
    throw last.problem
  }

  async function answerTo(handshake: Handshake, tenantId: string): Promise<ProviderReply> {
    switch (handshake.kind) {
      case 'reply':
        return handshake.reply
      case 'confirm':
        await confirm({ tenantId, url: handshake.url })
        return { status: 200 }
    }
  }

  // Signatures are over bytes, so the body stays bytes, whatever its content type.
  app.removeAllContentTypeParsers()
  app.addContentTypeParser('*', async (request: FastifyRequest) => {
    const { checkedHeaders, receivedRequest } = request
    if (checkedHeaders === undefined || receivedRequest === undefined) return undefined
    return capacity.read(request, {
      bytesMax: checkedHeaders.source.bodyMaxBytes ?? undefined,
      bytesDeclared: declaredLength(receivedRequest),
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
    { checkedHeaders, receivedRequest, routeOptions }: FastifyRequest,
  ): Promise<unknown> {
    if (checkedHeaders === undefined || receivedRequest === undefined) return error
    try {
      const { source } = await checkWithCurrent(checkedHeaders.source, undefined, receivedRequest)
      const bodyBytes = declaredLength(receivedRequest)
      const { bodyMaxBytes } = source
      const isOfSource = bodyMaxBytes !== null && bodyMaxBytes < routeOptions.bodyLimit
      const rejected = payloadTooLarge(isOfSource ? bodyMaxBytes : undefined)
      await rejections.record({ source, received: receivedRequest, rejected, bodyBytes })
      return isOfSource ? rejected.problem : error
    } catch (refusal) {
      return refusal
    }
  }

  await app.register(handshakeRoutes, { sources, verification, capacity, metrics, trustedProxies })

  // Some users configure the URL with a trailing slash.
  for (const url of ['/webhooks/:sourceId', '/webhooks/:sourceId/']) {
    app.post<{ Params: { sourceId: string } }>(
      url,
      {
        config: { access: 'open', repeat: 'Send the webhook again: a second copy is recognised.' },
        onRequest: [checkRequest, waitForTurn],
      },
      async (request, reply) => {
        const { checkedHeaders, receivedRequest, log } = request
        if (checkedHeaders === undefined || receivedRequest === undefined)
          throw new Error('the hook has not checked the headers')
        const body = request.body instanceof BodyBlocks ? request.body : emptyBody()
        const { tenantId, id: sourceId } = checkedHeaders.source
        const result = await inPublishSpan(checkedHeaders, receivedRequest, async (received) => {
          const final = await acceptRequest({ ...dependencies, log }, checkedHeaders, received, body)
          if (final.outcome === 'not_found') throw noSuchSource()
          if (final.outcome !== 'rejected') return final
          const { source, rejected } = final
          await rejections.record({ source, received, rejected, bodyBytes: body.length, body })
          throw rejected.problem
        })
        if (result instanceof HandshakeRequest) {
          const answer = await answerTo(result.handshake, tenantId)
          requestLog.info({ requestId: request.id, tenantId, sourceId }, 'handshake.answered')
          metrics.countHandshake()
          return sendProviderReply(reply, answer)
        }
        const { type, ...acceptance } = result
        requestLog.info(
          { requestId: request.id, tenantId, sourceId, type, bodyBytes: body.length, ...acceptance },
          'request.received',
        )
        const { eventId } = acceptance
        const expected = providerOf(checkedHeaders.source.provider).reply
        if (acceptance.outcome === 'accepted') {
          metrics.countAccepted(acceptance.events)
          return sendProviderReply(reply, expected ?? { status: 202 }, { status: 'accepted', eventId })
        }
        metrics.countDuplicate()
        return sendProviderReply(reply, expected ?? { status: 200 }, { status: 'already_processed', eventId })
      },
    )
  }
}

/** Whether only reading the body shows that it is too large for its source: then the limit must be the current one. */
function isSizeUnknown({ bodyMaxBytes }: IngestSource, { headers }: ReceivedRequest): boolean {
  return bodyMaxBytes !== null && headers['content-length'] === undefined
}

/** The event of the request continues the span that publishes it. */
function inPublishSpan(
  { source: { tenantId, id } }: CheckedHeaders,
  received: ReceivedRequest,
  accept: (received: ReceivedRequest) => Promise<Acceptance | HandshakeRequest>,
): Promise<Acceptance | HandshakeRequest> {
  const attributes = { 'posthorn.tenant.id': tenantId, 'posthorn.source.id': id }
  return inSpan(
    'publish',
    () => ({ kind: 'producer', parent: received.trace, attributes }),
    async (span) => {
      const result = await accept({ ...received, trace: span?.context ?? received.trace })
      if (result instanceof HandshakeRequest) return result
      const { eventId, outcome } = result
      span?.set({ 'messaging.message.id': eventId, 'posthorn.duplicate': outcome === 'duplicate' })
      return result
    },
  )
}

function emptyBody(): BodyBlocks {
  const body = new BodyBlocks()
  body.end()
  return body
}
