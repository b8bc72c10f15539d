import type { EventId } from '@posthorn/contracts'
import type { Pool } from 'pg'
import { type ComposedEvent, storeEventsQuery, storeOutcomesOf } from '../publishing/store-events.ts'
import { isLargeFanOut, storeFanOuts } from '../publishing/store-fan-out.ts'
import { inTransaction, type Query, runPipelined } from '../sql/sql.ts'
import { storeDedupeKeys } from './dedupe-keys.ts'
import type { VerifiedCall } from './previous-events.ts'
import { storeAcceptedRequests } from './request-records.ts'

/** A verified request that looks new, with its event. */
export interface NewInbound extends VerifiedCall {
  event: ComposedEvent
}

/**
 * The outcome of storing a request that looked new.
 *
 * - `stored`: its event is stored.
 * - `duplicate`: a concurrent copy of it was stored first. Nothing was stored.
 * - `stale`: the rules have changed, or the tenant has been deleted. Nothing was stored.
 */
export type InboundOutcome = 'stored' | 'duplicate' | 'stale'

/** The query that records accepted requests. */
type RecordAccepted = (calls: readonly NewInbound[]) => Query

/** Thrown to roll back: the dedupe keys of these requests must not be stored without an event. */
class NotStored extends Error {
  readonly outcomes: ReadonlyMap<EventId, InboundOutcome>

  constructor(outcomes: ReadonlyMap<EventId, InboundOutcome>) {
    super()
    this.outcomes = outcomes
  }
}

/**
 * Stores requests that look new, with their dedupe keys, events and deliveries, in one transaction.
 * @param record default: adds a record of each
 * @returns the outcome of each, in their order
 */
export async function storeNewInbound(
  pool: Pool,
  calls: readonly NewInbound[],
  record: RecordAccepted = storeAcceptedRequests,
): Promise<InboundOutcome[]> {
  const results = new Map<EventId, InboundOutcome>(
    copiesIn(calls).map(({ event }) => [event.id, 'duplicate']),
  )
  for (;;) {
    const open = calls.filter(({ event }) => !results.has(event.id))
    const notStored = await storeAll(pool, open, record)
    for (const [id, result] of notStored) results.set(id, result)
    if (notStored.size === 0) return calls.map(({ event }) => results.get(event.id) ?? 'stored')
  }
}

/** The calls that share a dedupe key with a previous call. */
function copiesIn(calls: readonly NewInbound[]): NewInbound[] {
  const seen = new Set<string>()
  return calls.filter(({ request: { sourceId }, dedupeKeys }) => {
    const names = dedupeKeys.map((key) => `${sourceId} ${key}`)
    if (names.some((name) => seen.has(name))) return true
    for (const name of names) seen.add(name)
    return false
  })
}

/**
 * Lock order: as in `store-events`, then dedupe keys, then what `record` locks.
 * @returns the outcomes of the calls that rolled all back; none when all are stored
 */
async function storeAll(
  pool: Pool,
  calls: readonly NewInbound[],
  record: RecordAccepted,
): Promise<NotStored['outcomes']> {
  if (calls.length === 0) return new Map()
  const events = calls.map(({ event, rulesVersion: tenant }) => {
    return tenant === undefined ? event : { ...event, rules: { tenant, catalogue: undefined } }
  })
  try {
    await inTransaction(pool, async (sql) => {
      // Megabytes and fan-outs first: concurrent copies of a request, and what shares a statement with them, wait for
      // its dedupe keys until the commit.
      const bare = events.some(isLargeFanOut) ? await storeFanOuts(sql, events) : events
      const queries = [storeEventsQuery(bare), storeKeysOf(calls), record(calls)]
      const [stored = [], storedKeys = []] = await runPipelined(sql, queries)
      rollBackIfAny(withTakenKey(calls, storedKeys as { eventId: EventId }[]), 'duplicate')
      const outcomes = storeOutcomesOf(events, stored)
      rollBackIfAny(
        calls.filter((_call, index) => outcomes[index] !== 'stored'),
        'stale',
      )
    })
    return new Map()
  } catch (error) {
    if (!(error instanceof NotStored)) throw error
    return error.outcomes
  }
}

function storeKeysOf(calls: readonly NewInbound[]): Query {
  return storeDedupeKeys(
    calls.flatMap(({ request: { sourceId }, event, dedupeKeys, dedupeWindowSeconds: windowSeconds }) =>
      dedupeKeys.map((key) => ({ sourceId, key, eventId: event.id, windowSeconds })),
    ),
  )
}

/** The calls of which a key was taken already. */
function withTakenKey(
  calls: readonly NewInbound[],
  storedKeys: readonly { eventId: EventId }[],
): NewInbound[] {
  const counts = new Map<EventId, number>()
  for (const { eventId } of storedKeys) counts.set(eventId, (counts.get(eventId) ?? 0) + 1)
  return calls.filter(({ event, dedupeKeys }) => (counts.get(event.id) ?? 0) !== dedupeKeys.length)
}

/** @throws NotStored when there are any calls */
function rollBackIfAny(calls: readonly NewInbound[], result: InboundOutcome): void {
  if (calls.length > 0) throw new NotStored(new Map(calls.map(({ event }) => [event.id, result])))
}
