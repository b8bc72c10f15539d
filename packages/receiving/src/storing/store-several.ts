import type { ComposedEvent, IngestSource, Subscription } from '@posthorn/database'
import { composeEventInSlices, enqueueDeliveries, hasFilter, type PublishOutcome } from '@posthorn/events'
import type { FairTurns } from '@posthorn/fairness'
import { inSpan } from '@posthorn/tracing'
import { dedupeKeys, type InboundEvent, inboundEventType, isBodyCompared } from '@posthorn/webhook'
import { isMatchedInThread } from '../payload-reader.ts'
import { RejectedError, type Rejection, tooManyDeliveries } from '../rejected.ts'
import { hashInSlices } from './hash-in-slices.ts'
import { originOf, storedRequestOf } from './request-fields.ts'
import { type Acceptance, PART, type StoreDependencies } from './store-event.ts'
import type { VerifiedRequest } from './verified-request.ts'

/** So that a request is stored in less time than its provider waits for it. As of a published batch. */
const DELIVERIES_MAX = 100_000

/** One event of a request. */
interface Part {
  inboundEvent: InboundEvent
  type: string
  dedupeKeys: readonly string[]
}

/** Stores the new events of a verified request with several, all or none, and adds their deliveries to the queue. */
export async function storeSeveral(
  { storeSeveral: store, queue, live, turns, log }: StoreDependencies,
  source: IngestSource,
  request: VerifiedRequest,
  inboundEvents: readonly InboundEvent[],
): Promise<PublishOutcome<Acceptance, Rejection>> {
  const { tenantId } = source
  const { received } = request
  const parts = await turns.run(tenantId, partsInSlices(source, inboundEvents))
  const inbound = {
    ...storedRequestOf(source, request),
    dedupeKeys: parts.map((part) => part.dedupeKeys),
  }
  const compose = async (positions: readonly number[]) => {
    const composed = positions.flatMap((position) => parts[position] ?? [])
    const matched = await matchLargeParts(tenantId, request, composed)
    return turns.run(tenantId, composeInSlices({ turns, source, request, matched }, composed))
  }
  try {
    const stored = await inSpan(
      'store',
      () => ({ parent: received.trace }),
      () => store(inbound, compose),
    )
    if (stored.outcome !== 'stale') live.publish(tenantId, 'request', [inbound.request.id])
    switch (stored.outcome) {
      case 'stored':
        enqueueDeliveries({ queue, live, log, trace: received.trace }, ...stored.events)
        return { outcome: 'stored', result: acceptanceOf(stored.events) }
      case 'duplicate': {
        const type = parts[0]?.type ?? ''
        return { outcome: 'duplicate', result: { outcome: 'duplicate', eventId: stored.eventId, type } }
      }
      case 'stale':
        return { outcome: 'stale' }
    }
  } catch (error) {
    if (!(error instanceof RejectedError)) throw error
    return { outcome: 'refused', refusal: { outcome: 'rejected', source, rejected: error } }
  }
}

function* partsInSlices(
  { dedupeBy, eventTypePrefix: prefix }: IngestSource,
  inboundEvents: readonly InboundEvent[],
): Generator<undefined, Part[]> {
  const parts: Part[] = []
  for (const inboundEvent of inboundEvents) {
    yield
    const { id, providerType } = inboundEvent
    const bodyHash = isBodyCompared({ id, dedupeBy }) ? yield* hashInSlices(dataOf(inboundEvent)) : undefined
    parts.push({
      inboundEvent,
      type: inboundEventType({ prefix, providerType }),
      dedupeKeys: dedupeKeys({ id, dedupeBy, bodyHash }),
    })
  }
  return parts
}

interface Matching {
  subscriptions: readonly Subscription[]
  data: Uint8Array
}

/** The subscriptions of large parts, one after the other. Those of small parts are matched when their events are made. */
async function matchLargeParts(
  tenantId: IngestSource['tenantId'],
  { inboundBody, subscriptions }: VerifiedRequest,
  parts: readonly Part[],
): Promise<ReadonlyMap<Part, Matching>> {
  const matched = new Map<Part, Matching>()
  for (const part of parts) {
    const { inboundEvent, type } = part
    if (!isMatchedInThread(dataOf(inboundEvent))) continue
    matched.set(part, await inboundBody.matchSubscriptions({ tenantId, subscriptions, type }, inboundEvent))
  }
  return matched
}

interface Composing {
  turns: FairTurns
  source: IngestSource
  request: VerifiedRequest
  matched: ReadonlyMap<Part, Matching>
}

/**
 * Makes the events of parts, in slices.
 * @throws RejectedError when they have too many deliveries
 */
function* composeInSlices(
  { turns, source, request: { received, subscriptions: all }, matched }: Composing,
  parts: readonly Part[],
): Generator<unknown, ComposedEvent[]> {
  const { tenantId } = source
  const origin = originOf(source, received)
  const at = new Date()
  const events: ComposedEvent[] = []
  let deliveries = 0
  for (const part of parts) {
    yield
    const { inboundEvent, type } = part
    const { subscriptions, data } = matched.get(part) ?? { subscriptions: all, data: dataOf(inboundEvent) }
    const bytes = hasFilter(subscriptions) ? data.length : 0
    const composing = composeEventInSlices(
      { ...origin, externalId: inboundEvent.id, type, data, ...PART },
      subscriptions,
      at,
    )
    const event = yield* turns.withMemory(tenantId, bytes, composing)
    deliveries += event.deliveries.length
    if (deliveries > DELIVERIES_MAX) throw tooManyDeliveries(DELIVERIES_MAX)
    events.push(event)
  }
  return events
}

function dataOf({ data }: InboundEvent): Uint8Array {
  if (data === undefined) throw new RangeError('data: expected that of a part of the body, got undefined')
  return data
}

function acceptanceOf(events: readonly ComposedEvent[]): Acceptance {
  const [first] = events
  if (first === undefined) throw new RangeError('events: expected at least one')
  const deliveries = events.reduce((sum, event) => sum + event.deliveries.length, 0)
  return { outcome: 'accepted', eventId: first.id, type: first.type, events: events.length, deliveries }
}
