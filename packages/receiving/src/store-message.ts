import type { EventId } from '@posthorn/contracts'
import type { IngestSource, StoreInbound, Subscription } from '@posthorn/database'
import {
  composeEventInSlices,
  type EnqueueLog,
  enqueueDeliveries,
  hasFilter,
  type PublishOutcome,
} from '@posthorn/events'
import type { FairTurns } from '@posthorn/fairness'
import type { DeliveryQueue, HintPublisher } from '@posthorn/queue'
import { inSpan } from '@posthorn/tracing'
import {
  dedupeKeys,
  type Headers,
  HOPS_HEADER,
  hopsOf,
  type InboundMessage,
  inboundEventType,
  isBodyCompared,
  providerOf,
  storedHeadersOf,
} from '@posthorn/webhook'
import type { InboundBody } from './inbound-body.ts'
import { type InboundCall, requestRecord } from './request-record.ts'

export interface StoreDependencies {
  store: StoreInbound
  queue: Pick<DeliveryQueue, 'add'>
  live: HintPublisher
  turns: FairTurns
  log: EnqueueLog
}

export type Acceptance =
  | { outcome: 'accepted'; eventId: EventId; type: string; deliveries: number }
  | { outcome: 'duplicate'; eventId: EventId; type: string }

/** A verified request with what decides on its event. */
export interface VerifiedRequest {
  call: InboundCall
  inboundBody: InboundBody
  message: InboundMessage
  /** Of the source's tenant. */
  subscriptions: readonly Subscription[]
  /** Of the cached rules: the event is stored only if it is still current. Undefined for current rules. */
  rulesVersion: string | undefined
}

/** Stores a verified request as an event once, and adds its deliveries to the queue. */
export async function storeMessage(
  { store, queue, live, turns, log }: StoreDependencies,
  source: IngestSource,
  { call, inboundBody, message, subscriptions: all, rulesVersion }: VerifiedRequest,
): Promise<PublishOutcome<Acceptance, never>> {
  const { tenantId, dedupeBy } = source
  const at = new Date()
  const type = inboundEventType({ prefix: source.eventTypePrefix, providerType: message.providerType })
  const { subscriptions, data } = await inboundBody.matchSubscriptions(
    { tenantId, subscriptions: all, type },
    message,
  )
  const input = {
    tenantId,
    sourceId: source.id,
    type,
    data,
    raw: message.data && inboundBody.whole(),
    contentType: contentTypeOf(call.headers),
    headers: storedHeadersOf(providerOf(source.provider), call.headers),
    trace: call.trace,
    hops: hopsOf(call.headers[HOPS_HEADER]),
  }
  const { id } = message
  const bodyHash = isBodyCompared({ id, dedupeBy }) ? await inboundBody.hash() : undefined
  const inbound = {
    request: requestRecord(source, call, { bodyBytes: inboundBody.body.length, secret: inboundBody.secret }),
    tenantId,
    dedupeKeys: dedupeKeys({ id, dedupeBy, bodyHash }),
    dedupeWindowSeconds: source.dedupeWindowSeconds,
    rulesVersion,
  }
  const bytes = hasFilter(subscriptions) ? data.length : 0
  const compose = () =>
    turns.run(tenantId, turns.withMemory(tenantId, bytes, composeEventInSlices(input, subscriptions, at)))
  const stored = await inSpan(
    'store',
    () => ({ parent: call.trace }),
    () => store(inbound, compose),
  )
  if (stored.outcome !== 'stale') live.publish(tenantId, 'request', [inbound.request.id])
  switch (stored.outcome) {
    case 'stored': {
      const { event } = stored
      enqueueDeliveries({ queue, live, log, trace: call.trace }, event)
      const deliveries = event.deliveries.length
      return { outcome: 'stored', result: { outcome: 'accepted', eventId: event.id, type, deliveries } }
    }
    case 'duplicate':
      return {
        outcome: 'duplicate',
        result: { outcome: 'duplicate', eventId: stored.eventId, type },
      }
    case 'stale':
      return { outcome: 'stale' }
  }
}

/** Not shortened: an endpoint that wants the raw body gets it with this content type. Default: JSON. */
function contentTypeOf(headers: Headers): string {
  return headers['content-type']?.toString() || 'application/json'
}
