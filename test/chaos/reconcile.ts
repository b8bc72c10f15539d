import type { Injected } from './journal.ts'
import type { Offer } from './load.ts'
import type { SeenRequest } from './receivers.ts'
import type { AttemptRow, DeliveryRow, Record } from './record.ts'
import { overlaps } from './stores/outages.ts'

/** A delivery that its receiver answered with 2xx more than once. */
export interface Redelivered {
  deliveryId: string
  /** The injected fault that made a worker lose its attempt; undefined if there is none, which is a violation. */
  because: string | undefined
}

/** Result of a comparison: for each kind of violation, one description per case. */
export interface Reconciliation {
  accepted: { published: number; received: number; offeredAgain: number }
  deliveries: { succeeded: number; failed: number }
  attempts: { onRecord: number; workerLost: number; workerLostSeen: number }
  requests: { seen: number; sentAgain: number }
  redelivered: Redelivered[]
  violations: { [kind in ViolationKind]: string[] }
}

/** What must not happen, with its label in the report. */
export const VIOLATIONS = {
  lost: 'lost',
  unanswered: 'offered for a minute without a reply',
  storedTwice: 'stored twice',
  invented: 'invented',
  unrecorded: 'requests that are not on record',
  unseen: 'answers on record that no receiver gave',
  misnumbered: 'attempts misnumbered',
  sentTwice: 'one attempt number sent twice',
  unexplained: 'delivered twice without a cause',
} as const
export type ViolationKind = keyof typeof VIOLATIONS

export interface Evidence {
  offers: readonly Offer[]
  record: Record
  seen: readonly SeenRequest[]
  faults: readonly Injected[]
}

/** Longest time that a request in flight at a fault may have taken, with its attempt not recorded. */
const IN_FLIGHT_MS = 3000
/** Time that a worker needs to catch up after it resumes or its database is back. */
const AFTERMATH_MS = 2000
const WORKER_LOST = 'worker_lost'

/**
 * Compares accepted events with deliveries and records. Every accepted event is stored once, and each of its
 * deliveries arrived or visibly failed. Nothing else arrived. Every request is recorded under its number with the
 * reply that it got, and the reverse. Every delivery that arrived twice has a cause.
 */
export function reconcile({ offers, record, seen, faults }: Evidence): Reconciliation {
  const attemptsOf = groupBy(record.attempts, ({ deliveryId }) => deliveryId)
  const seenOf = groupBy(seen, ({ deliveryId }) => deliveryId)
  const deliveries = record.deliveries.map((row) => ({
    row,
    attempts: attemptsOf.get(row.id) ?? [],
    seen: seenOf.get(row.id) ?? [],
  }))
  const redelivered = deliveries
    .filter((delivery) => goodResponses(delivery).length > 1)
    .map((delivery) => ({ deliveryId: delivery.row.id, because: causeOf(delivery, record, faults) }))
  const lost = record.attempts.filter(isWorkerLost)
  const wasSeen = (attempt: AttemptRow) =>
    (seenOf.get(attempt.deliveryId) ?? []).some((request) => request.attempt === attempt.number)

  return {
    accepted: {
      published: offers.filter((offer) => isAccepted(offer) && offer.way === 'published').length,
      received: offers.filter((offer) => isAccepted(offer) && offer.way === 'received').length,
      offeredAgain: offers.filter(({ tries }) => tries > 1).length,
    },
    deliveries: {
      succeeded: record.deliveries.filter(({ status }) => status === 'succeeded').length,
      failed: record.deliveries.filter(({ status }) => status === 'failed').length,
    },
    attempts: {
      onRecord: record.attempts.length,
      workerLost: lost.length,
      workerLostSeen: lost.filter(wasSeen).length,
    },
    requests: { seen: seen.length, sentAgain: deliveries.flatMap(allowedResends).length },
    redelivered,
    violations: {
      lost: findLost(offers, record, deliveries),
      unanswered: offers
        .filter((offer) => !isAccepted(offer))
        .map(({ id, tries }) => `${id}, ${tries} tries`),
      storedTwice: findStoredTwice(record),
      invented: findInvented(offers, record, seen),
      unrecorded: deliveries.flatMap(findUnrecorded),
      unseen: deliveries.flatMap(findUnseen),
      misnumbered: deliveries.flatMap(findMisnumbered),
      sentTwice: deliveries.flatMap(findSentTwice),
      unexplained: redelivered
        .filter(({ because }) => because === undefined)
        .map(({ deliveryId }) => describe(deliveries.find(({ row }) => row.id === deliveryId))),
    },
  }
}

interface Delivery {
  row: DeliveryRow
  attempts: readonly AttemptRow[]
  seen: readonly SeenRequest[]
}

function isAccepted(offer: Offer): boolean {
  return offer.eventId !== undefined
}

function findLost(offers: readonly Offer[], record: Record, deliveries: readonly Delivery[]): string[] {
  const stored = new Set(record.events.map(({ id }) => id))
  const deliveriesOf = groupBy(deliveries, ({ row }) => row.eventId)
  return offers.flatMap(({ id, eventId, kind }) => {
    if (eventId === undefined) return []
    if (!stored.has(eventId)) return [`${id}: ${eventId} is not stored`]
    const made = deliveriesOf.get(eventId) ?? []
    const wanted = kind === 'paid' ? ['good', 'flaky'] : ['good', 'flaky', 'picky']
    const missing = wanted.filter((receiver) => !made.some(({ row }) => row.receiver === receiver))
    return [
      ...missing.map((receiver) => `${id}: ${eventId} has no delivery to ${receiver}`),
      ...made.filter((delivery) => !hasEnded(delivery)).map((delivery) => `${id}: ${describe(delivery)}`),
    ]
  })
}

/** It arrived, or it failed and its attempts say why. */
function hasEnded(delivery: Delivery): boolean {
  const { status } = delivery.row
  if (status === 'succeeded') return goodResponses(delivery).length > 0
  return status === 'failed' && delivery.attempts.some(({ result }) => result === 'failed')
}

function goodResponses({ seen }: Delivery): SeenRequest[] {
  return seen.filter(({ response }) => typeof response === 'number' && response >= 200 && response < 300)
}

function findStoredTwice({ events }: Record): string[] {
  return [...groupBy(events, ({ offerId }) => offerId)]
    .filter(([, copies]) => copies.length > 1)
    .map(([offerId, copies]) => `${offerId}: ${copies.map(({ id }) => id).join(', ')}`)
}

function findInvented(offers: readonly Offer[], record: Record, seen: readonly SeenRequest[]): string[] {
  const offered = new Map(offers.map((offer) => [offer.id, offer]))
  const eventOf = new Map(record.deliveries.map(({ id, eventId }) => [id, eventId]))
  const unknownEvents = record.events.filter(({ id, offerId }) => {
    const offer = offered.get(offerId)
    return offer === undefined || (offer.eventId !== undefined && offer.eventId !== id)
  })
  const unknown = seen.filter(({ deliveryId, eventId }) => eventOf.get(deliveryId) !== eventId)
  return [
    ...unknownEvents.map(({ id, offerId }) => `${id} is stored and was not accepted (${offerId})`),
    ...unknown.map(({ deliveryId, eventId }) => `${deliveryId} of ${eventId} arrived and is not stored`),
  ]
}

function findUnrecorded(delivery: Delivery): string[] {
  const numbers = new Set(delivery.attempts.map(({ number }) => number))
  return delivery.seen
    .filter(({ attempt }) => !numbers.has(attempt))
    .map(({ attempt }) => `attempt ${attempt} of ${describe(delivery)}`)
}

/** A recorded status is one that the receiver sent for the attempt of that number. */
function findUnseen(delivery: Delivery): string[] {
  return delivery.attempts
    .filter(
      ({ number, statusCode }) =>
        statusCode !== null &&
        !delivery.seen.some(({ attempt, response }) => attempt === number && response === statusCode),
    )
    .map(({ number }) => `attempt ${number} of ${describe(delivery)}`)
}

/** 1, 2, 3 and so on without gaps or duplicates, up to the attempt count of the delivery. */
function findMisnumbered(delivery: Delivery): string[] {
  const numbers = delivery.attempts.map(({ number }) => number).toSorted((one, other) => one - other)
  const isRight =
    numbers.length === delivery.row.attemptCount && numbers.every((number, index) => number === index + 1)
  return isRight ? [] : [describe(delivery)]
}

function findSentTwice(delivery: Delivery): string[] {
  const allowed = new Set(allowedResends(delivery))
  const numbers = new Set<number>()
  return delivery.seen.flatMap((request) => {
    const isFirst = !numbers.has(request.attempt)
    numbers.add(request.attempt)
    return isFirst || allowed.has(request) ? [] : [`attempt ${request.attempt} of ${describe(delivery)}`]
  })
}

/** When the receiver resets a kept connection, egress repeats the request once on a new connection. */
function allowedResends({ seen }: Delivery): SeenRequest[] {
  return [...groupBy(seen, ({ attempt }) => attempt).values()].flatMap(([first, second]) =>
    first?.response === 'reset' && second !== undefined ? [second] : [],
  )
}

/** Why it arrived twice: for each request with a 2xx reply, except the one that counted, why that one did not. */
function causeOf(delivery: Delivery, record: Record, faults: readonly Injected[]): string | undefined {
  const good = goodResponses(delivery)
  const counted = good.findLast(({ attempt }) =>
    delivery.attempts.some(({ number, result }) => number === attempt && result === 'succeeded'),
  )
  const others = good.filter((request) => request !== counted)
  const causes = others.map((request) =>
    isTimeout(delivery, request) ? TOO_LATE : faultBehind(delivery, request, { record, faults })?.name,
  )
  return causes.includes(undefined) ? undefined : causes[0]
}

const TOO_LATE = 'the response came after the timeout'

function isTimeout({ attempts }: Delivery, request: SeenRequest): boolean {
  return attempts.some(({ number, errorCode }) => number === request.attempt && errorCode === 'timeout')
}

/**
 * The fault because of which a worker could not record its attempt before its lease expired. The record shows this
 * as `worker_lost`, or the log of the late worker does, and such a fault was active at that time.
 */
function faultBehind(
  delivery: Delivery,
  { atMs }: SeenRequest,
  { record, faults }: { record: Record; faults: readonly Injected[] },
): Injected | undefined {
  const isOnRecord = delivery.attempts.some(isWorkerLost) || record.supersededDeliveryIds.has(delivery.row.id)
  if (!isOnRecord) return undefined
  const inFlight = { fromMs: atMs, untilMs: atMs + IN_FLIGHT_MS }
  return faults.find(({ mayDuplicate, fromMs, untilMs }) => {
    const aftermath = untilMs === undefined ? undefined : untilMs + AFTERMATH_MS
    return mayDuplicate && overlaps(inFlight, { fromMs, untilMs: aftermath })
  })
}

function isWorkerLost({ errorCode }: AttemptRow): boolean {
  return errorCode === WORKER_LOST
}

function describe(delivery: Delivery | undefined): string {
  if (delivery === undefined) return 'a delivery that is not stored'
  const { row, attempts, seen } = delivery
  const record = attempts.map(({ number, statusCode, errorCode }) => `${number}=${statusCode ?? errorCode}`)
  const arrived = seen.map(
    ({ attempt, response, atMs }) => `${attempt}=${response} at ${new Date(atMs).toISOString()}`,
  )
  return (
    `${row.id} to ${row.receiver} (${row.status}, ${row.attemptCount} attempts; ` +
    `on record ${record.join(', ') || 'none'}; arrived ${arrived.join(', ') || 'never'})`
  )
}

function groupBy<Item, Key>(items: Iterable<Item>, keyOf: (item: Item) => Key): Map<Key, Item[]> {
  return Map.groupBy(items, keyOf)
}
