import type { EventId, TenantId } from '@posthorn/contracts'
import type { Pool } from 'pg'
import { type Database, poolOf } from '../sql/database.ts'
import { inTransaction, type Sql } from '../sql/sql.ts'
import { findPublishedIn, type StoredEvent } from './published-events.ts'
import { type ComposedEvent, storeEvents } from './store-events.ts'
import { storeExternalIds } from './store-external-ids.ts'
import { DELIVERIES_OF_PART } from './store-fan-out.ts'
import { BYTES_OF_PART, EVENTS_OF_PART, storeInParts } from './store-in-parts.ts'

/** Events of one tenant to store together. No two of them have the same external id. */
export interface NewBatch {
  tenantId: TenantId
  events: readonly ComposedEvent[]
  /** External ids without an event of this batch: events that were stored before with them are returned too. */
  otherExternalIds: readonly string[]
}

/** The events of a stored batch. */
export interface StoredBatch {
  stored: ReadonlySet<EventId>
  /** Events stored before, with an id or an external id of the batch. */
  previous: StoredEvent[]
}

/**
 * The outcome of storing a batch:
 *
 * - `stored`: all events are stored, except those that were stored before.
 * - `stale`: the rules have changed, or the tenant has been deleted. Nothing was stored.
 */
export type BatchOutcome = ({ outcome: 'stored' } & StoredBatch) | { outcome: 'stale' }

/** How often a batch is tried when its external ids are taken while it is stored. */
const TRIES_MAX = 5

/** Thrown to roll back: all events of a batch are made with the same rules, or none is stored. */
class StaleRules extends Error {}
/** Thrown to roll back: an external id was taken since it was looked up. */
class TakenId extends Error {}

/** Stores many events with their deliveries in one transaction: all events that were not stored before, or none. */
export async function storeEventBatch(database: Database, batch: NewBatch): Promise<BatchOutcome> {
  const pool = poolOf(database)
  try {
    const stored = await (isLargeBatch(batch) ? storeLarge(pool, batch) : storeSmall(pool, batch))
    return { outcome: 'stored', ...stored }
  } catch (error) {
    if (!(error instanceof StaleRules)) throw error
    return { outcome: 'stale' }
  }
}

/** Whether a batch is stored in parts. */
export function isLargeBatch({ events }: Pick<NewBatch, 'events'>): boolean {
  return (
    events.length > EVENTS_OF_PART ||
    sumOf(events, ({ body }) => body.length) > BYTES_OF_PART ||
    sumOf(events, ({ deliveries }) => deliveries.length) > DELIVERIES_OF_PART
  )
}

function sumOf(events: readonly ComposedEvent[], sizeOf: (event: ComposedEvent) => number): number {
  return events.reduce((sum, event) => sum + sizeOf(event), 0)
}

async function storeSmall(pool: Pool, batch: NewBatch): Promise<StoredBatch> {
  return inTransaction(pool, async (sql) => {
    const outcomes = await storeEvents(sql, batch.events)
    if (outcomes.includes('stale')) throw new StaleRules()
    const stored = new Set(batch.events.flatMap(({ id }, index) => (outcomes[index] === 'stored' ? id : [])))
    // Before the commit: when this query fails, the batch must not be stored.
    const duplicates = batch.events.filter(({ id }) => !stored.has(id))
    const found = await findPrevious(sql, { ...batch, events: duplicates })
    return { stored, previous: found.filter(({ id }) => !stored.has(id)) }
  })
}

/**
 * Stores a batch in parts, so that each statement stays far below the statement timeout. The locks that other events of
 * the tenant wait for (its external ids, the counts of the minute) are taken last: those events can share a statement
 * with other tenants'.
 */
async function storeLarge(pool: Pool, batch: NewBatch): Promise<StoredBatch> {
  for (let tries = 1; ; tries++) {
    const previous = await findPrevious(pool, batch)
    const ids = new Set<string>(previous.map(({ id }) => id))
    const externalIds = new Set(previous.map(({ externalId }) => externalId))
    const events = batch.events.filter(
      ({ id, externalId = null }) => !ids.has(id) && !(externalId !== null && externalIds.has(externalId)),
    )
    try {
      await inTransaction(pool, (sql) => storeParts(sql, { ...batch, events }))
      return { stored: new Set(events.map(({ id }) => id)), previous }
    } catch (error) {
      if (!(error instanceof TakenId) || tries === TRIES_MAX) throw error
    }
  }
}

async function storeParts(sql: Sql, { tenantId, events }: NewBatch): Promise<void> {
  const [first] = events
  if (first === undefined) return
  const stored = await storeInParts(sql, events)
  if (stored === 'stale') throw new StaleRules()
  if (stored === 'duplicate') throw new TakenId()
  const outcome = await storeExternalIds(sql, { tenantId, events, rules: first.rules })
  if (outcome === 'stale') throw new StaleRules()
  if (outcome === 'taken') throw new TakenId()
}

/** The tenant's stored events with an id or an external id of the batch. */
async function findPrevious(
  sql: Sql,
  { tenantId, events, otherExternalIds }: NewBatch,
): Promise<StoredEvent[]> {
  const ids = events.map(({ id }) => id)
  const externalIds = [...otherExternalIds, ...events.flatMap(({ externalId }) => externalId ?? [])]
  if (ids.length + externalIds.length === 0) return []
  return findPublishedIn(sql, tenantId, { ids, externalIds })
}
