import type { EventId } from '@posthorn/contracts'
import type { Pool } from 'pg'
import { claimKeys } from './dedupe-keys.ts'
import { storeAcceptedRequests } from './request-records.ts'
import type { InboundCall } from './seen-before.ts'
import { inTransaction, type Sql } from './sql.ts'
import { type NewStoredEvent, storeEvents } from './store-events.ts'

/** A verified request that looks new, and the event that it makes. */
export interface NewInbound extends InboundCall {
  event: NewStoredEvent
}

/**
 * What became of a request that looked new.
 *
 * - `stored`: its event is there now.
 * - `taken`: a copy of it was a moment earlier. Nothing was stored.
 * - `outdated`: the rules have changed. Nothing was stored.
 */
export type InboundStoring = 'stored' | 'taken' | 'outdated'

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
  const results = new Map<EventId, InboundStoring>(copiesIn(calls).map(({ event }) => [event.id, 'taken']))
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
  try {
    await inTransaction(pool, async (sql) => {
      await claimAll(sql, calls)
      const events = calls.map(({ event, rulesVersion: tenant }) => {
        return tenant === undefined ? event : { ...event, rules: { tenant, catalogue: undefined } }
      })
      const storings = await storeEvents(sql, events)
      leaveOut(
        calls.filter((_call, index) => storings[index] !== 'stored'),
        'outdated',
      )
      await storeAcceptedRequests(sql, calls)
    })
    return new Map()
  } catch (error) {
    if (!(error instanceof LeftOut)) throw error
    return error.ids
  }
}

async function claimAll(sql: Sql, calls: readonly NewInbound[]): Promise<void> {
  const keys = calls.flatMap(
    ({ request: { sourceId }, event, dedupeKeys, dedupeWindowSeconds: windowSeconds }) =>
      dedupeKeys.map((key) => ({ sourceId, key, eventId: event.id, windowSeconds })),
  )
  const counts = new Map<EventId, number>()
  for (const eventId of await claimKeys(sql, keys)) counts.set(eventId, (counts.get(eventId) ?? 0) + 1)
  leaveOut(
    calls.filter(({ event, dedupeKeys }) => (counts.get(event.id) ?? 0) !== dedupeKeys.length),
    'taken',
  )
}

/** @throws LeftOut when there are any */
function leaveOut(calls: readonly NewInbound[], result: InboundStoring): void {
  if (calls.length > 0) throw new LeftOut(new Map(calls.map(({ event }) => [event.id, result])))
}
