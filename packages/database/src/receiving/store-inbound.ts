import type { EventId } from '@posthorn/contracts'
import type { Pool } from 'pg'
import { type NewStoredEvent, storingQuery, storingsOf } from '../publishing/store-events.ts'
import { isLargeFanOut, storeFanOuts } from '../publishing/store-fan-out.ts'
import { inTransaction, type Query, runPipelined } from '../sql/sql.ts'
import { claimKeys } from './dedupe-keys.ts'
import { storeAcceptedRequests } from './request-records.ts'
import type { VerifiedCall } from './seen-before.ts'

/** A verified request that looks new, and the event that it makes. */
export interface NewInbound extends VerifiedCall {
  event: NewStoredEvent
}

/**
 * What became of a request that looked new.
 *
 * - `stored`: its event is stored.
 * - `duplicate`: a concurrent copy of it was stored first. Nothing was stored.
 * - `stale`: the rules have changed, or the tenant has been deleted. Nothing was stored.
 */
export type InboundStoring = 'stored' | 'duplicate' | 'stale'

/** Thrown to roll back: the keys of these must not stay behind without an event. */
class LeftOut extends Error {
  readonly ids: ReadonlyMap<EventId, InboundStoring>

  constructor(ids: ReadonlyMap<EventId, InboundStoring>) {
    super()
    this.ids = ids
  }
}

/**
 * Stores requests that look new, with their dedupe keys, events and deliveries, in one transaction.
 * @returns what became of each, in their order
 */
export async function storeNewInbound(pool: Pool, calls: readonly NewInbound[]): Promise<InboundStoring[]> {
  const results = new Map<EventId, InboundStoring>(copiesIn(calls).map(({ event }) => [event.id, 'duplicate']))
  for (;;) {
    const open = calls.filter(({ event }) => !results.has(event.id))
    const leftOut = await storeAll(pool, open)
    for (const [id, result] of leftOut) results.set(id, result)
    if (leftOut.size === 0) return calls.map(({ event }) => results.get(event.id) ?? 'stored')
  }
}

/** Those that share a key with an earlier one. */
function copiesIn(calls: readonly NewInbound[]): NewInbound[] {
  const taken = new Set<string>()
  return calls.filter(({ request: { sourceId }, dedupeKeys }) => {
    const names = dedupeKeys.map((key) => `${sourceId} ${key}`)
    if (names.some((name) => taken.has(name))) return true
    for (const name of names) taken.add(name)
    return false
  })
}

/** @returns those for which all had to be rolled back; none when all are stored */
async function storeAll(pool: Pool, calls: readonly NewInbound[]): Promise<LeftOut['ids']> {
  if (calls.length === 0) return new Map()
  const events = calls.map(({ event, rulesVersion: tenant }) => {
    return tenant === undefined ? event : { ...event, rules: { tenant, catalogue: undefined } }
  })
  try {
    await inTransaction(pool, async (sql) => {
      // Megabytes and fan-outs before the keys: copies of a request, be they in one statement with those of other tenants, wait
      // for its keys until the commit.
      const bare = events.some(isLargeFanOut) ? await storeFanOuts(sql, events) : events
      const asked = [storingQuery(bare), claimAll(calls), storeAcceptedRequests(calls)]
      const [stored = [], claimed = []] = await runPipelined(sql, asked)
      leaveOut(takenOf(calls, claimed as { eventId: EventId }[]), 'duplicate')
      const storings = storingsOf(events, stored)
      leaveOut(
        calls.filter((_call, index) => storings[index] !== 'stored'),
        'stale',
      )
    })
    return new Map()
  } catch (error) {
    if (!(error instanceof LeftOut)) throw error
    return error.ids
  }
}

function claimAll(calls: readonly NewInbound[]): Query {
  return claimKeys(
    calls.flatMap(({ request: { sourceId }, event, dedupeKeys, dedupeWindowSeconds: windowSeconds }) =>
      dedupeKeys.map((key) => ({ sourceId, key, eventId: event.id, windowSeconds })),
    ),
  )
}

/** Those that did not get all of their keys. */
function takenOf(calls: readonly NewInbound[], claimed: readonly { eventId: EventId }[]): NewInbound[] {
  const counts = new Map<EventId, number>()
  for (const { eventId } of claimed) counts.set(eventId, (counts.get(eventId) ?? 0) + 1)
  return calls.filter(({ event, dedupeKeys }) => (counts.get(event.id) ?? 0) !== dedupeKeys.length)
}

/** @throws LeftOut when there are any */
function leaveOut(calls: readonly NewInbound[], result: InboundStoring): void {
  if (calls.length > 0) throw new LeftOut(new Map(calls.map(({ event }) => [event.id, result])))
}
