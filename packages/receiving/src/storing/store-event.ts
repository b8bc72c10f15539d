import type { EventId } from '@posthorn/contracts'
import type { IngestSource, StoreInbound, StoreSeveral } from '@posthorn/database'
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
import { dedupeKeys, type InboundEvent, inboundEventType, isBodyCompared } from '@posthorn/webhook'
import type { InboundBody } from '../inbound-body.ts'
import type { ReceivedRequest } from '../request-record.ts'
import { hashInSlices } from './hash-in-slices.ts'
import { originOf, storedRequestOf } from './request-fields.ts'
import type { VerifiedRequest } from './verified-request.ts'

export interface StoreDependencies {
  store: StoreInbound
  storeSeveral: StoreSeveral
  queue: Pick<DeliveryQueue, 'add'>
  live: HintPublisher
  turns: FairTurns
  log: EnqueueLog
}

/** An accepted request, with its first new event and its number of new events; or a duplicate, with the event that it duplicates. */
export type Acceptance =
  | { outcome: 'accepted'; eventId: EventId; type: string; events: number; deliveries: number }
  | { outcome: 'duplicate'; eventId: EventId; type: string }

/** Stores a verified request with one event once, and adds its deliveries to the queue. */
export async function storeEvent(
  { store, queue, live, turns, log }: StoreDependencies,
  source: IngestSource,
  verified: VerifiedRequest,
  inboundEvent: InboundEvent,
): Promise<PublishOutcome<Acceptance, never>> {
  const { received, inboundBody, subscriptions: all } = verified
  const { tenantId, dedupeBy } = source
  const at = new Date()
  const type = inboundEventType({ prefix: source.eventTypePrefix, providerType: inboundEvent.providerType })
  const { subscriptions, data } = await inboundBody.matchSubscriptions(
    { tenantId, subscriptions: all, type },
    inboundEvent,
  )
  const input = {
    ...originOf(source, received),
    type,
    externalId: inboundEvent.id,
    data,
    ...(inboundEvent.isPart === true ? PART : contentOf(received, inboundBody, inboundEvent)),
  }
  const { id } = inboundEvent
  const bodyHash = isBodyCompared({ id, dedupeBy })
    ? await (inboundEvent.isPart === true ? turns.run(tenantId, hashInSlices(data)) : inboundBody.hash())
    : undefined
  const inbound = {
    ...storedRequestOf(source, verified),
    dedupeKeys: dedupeKeys({ id, dedupeBy, bodyHash }),
  }
  const bytes = hasFilter(subscriptions) ? data.length : 0
  const compose = () =>
    turns.run(tenantId, turns.withMemory(tenantId, bytes, composeEventInSlices(input, subscriptions, at)))
  const stored = await inSpan(
    'store',
    () => ({ parent: received.trace }),
    () => store(inbound, compose),
  )
  if (stored.outcome !== 'stale') live.publish(tenantId, 'request', [inbound.request.id])
  switch (stored.outcome) {
    case 'stored': {
      const { event } = stored
      enqueueDeliveries({ queue, live, log, trace: received.trace }, event)
      const deliveries = event.deliveries.length
      return {
        outcome: 'stored',
        result: { outcome: 'accepted', eventId: event.id, type, events: 1, deliveries },
      }
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

/** What a `raw` endpoint gets of a part of a body: its data. */
export const PART = { raw: undefined, contentType: 'application/json' } as const

/** What a `raw` endpoint gets of a whole body: its bytes, with their content type in full. Default: JSON. */
function contentOf({ headers }: ReceivedRequest, inboundBody: InboundBody, { data }: InboundEvent) {
  return {
    raw: data && inboundBody.whole(),
    contentType: headers['content-type']?.toString() || 'application/json',
  }
}
