import type { EventId, TenantId } from '@posthorn/contracts'
import type { Pool } from 'pg'
import type { Database } from '../sql/database.ts'
import { inTransaction, type Sql } from '../sql/sql.ts'
import { finishBatch } from './finish-batch.ts'
import { findPublished, type StoredEvent } from './published-events.ts'
import { type NewStoredEvent, storeEvents, storeUnnamedEvents } from './store-events.ts'
import { DELIVERIES_OF_PART, storeFanOuts } from './store-fan-out.ts'

/** Events of one tenant that are stored together. No two of them have the same external id. */
export interface NewBatch {
  tenantId: TenantId
  events: readonly NewStoredEvent[]
  /** Ids of the publisher for which nothing is stored, but which may stand for an event that is there. */
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

/** Of one statement: it takes some tens of milliseconds. */
const EVENTS_OF_PART = 200
const BYTES_OF_PART = 1024 * 1024
/** Ids that are taken by others while a batch is being stored: after so many times they are up to something. */
const TRIES_MAX = 5

/** Thrown to roll back: of a batch everything is made by the same rules, or nothing. */
class StaleRules extends Error {}
/** Thrown to roll back: an id was taken since it was looked up. */
class Overtaken extends Error {}

/** Stores many events with their deliveries in one transaction: all events that were not stored before, or none. */
export async function storeEventBatch(
  { pool }: Pick<Database, 'pool'>,
  batch: NewBatch,
): Promise<BatchOutcome> {
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

function sumOf(events: readonly NewStoredEvent[], sizeOf: (event: NewStoredEvent) => number): number {
  return events.reduce((sum, event) => sum + sizeOf(event), 0)
}

async function storeSmall(pool: Pool, batch: NewBatch): Promise<StoredBatch> {
  return inTransaction(pool, async (sql) => {
    const storings = await storeEvents(sql, batch.events)
    if (storings.includes('stale')) throw new StaleRules()
    const stored = new Set(batch.events.flatMap(({ id }, index) => (storings[index] === 'stored' ? id : [])))
    // Asked before the commit: what cannot be answered must not be there.
    const repeated = batch.events.filter(({ id }) => !stored.has(id))
    const found = await findPrevious(sql, { ...batch, events: repeated })
    return { stored, previous: found.filter(({ id }) => !stored.has(id)) }
  })
}

/**
 * In parts, so that each statement stays well within the time that it may take. What takes locks that other events of the
 * tenant wait for (its ids, the counts of the minute) comes last: those may be in one statement with events of other tenants.
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
      if (!(error instanceof Overtaken) || tries === TRIES_MAX) throw error
    }
  }
}

async function storeParts(sql: Sql, { tenantId, events }: NewBatch): Promise<void> {
  const [first] = events
  if (first === undefined) return
  const bare = await storeFanOuts(sql, events)
  for (const part of partsOf(bare)) {
    const storings = await storeUnnamedEvents(sql, part)
    if (storings.includes('stale')) throw new StaleRules()
    if (storings.includes('duplicate')) throw new Overtaken()
  }
  const end = await finishBatch(sql, { tenantId, events, rules: first.rules })
  if (end === 'stale') throw new StaleRules()
  if (end === 'overtaken') throw new Overtaken()
}

function partsOf(events: readonly NewStoredEvent[]): NewStoredEvent[][] {
  const parts: NewStoredEvent[][] = []
  let bytes = 0
  for (const event of events) {
    const part = parts.at(-1)
    if (part === undefined || part.length === EVENTS_OF_PART || bytes + event.body.length > BYTES_OF_PART) {
      parts.push([event])
      bytes = 0
    } else part.push(event)
    bytes += event.body.length
  }
  return parts
}

/** The events of the tenant that have one of the ids, the publisher's own included. */
async function findPrevious(
  sql: Sql,
  { tenantId, events, otherExternalIds }: NewBatch,
): Promise<StoredEvent[]> {
  const ids = events.map(({ id }) => id)
  const externalIds = [...otherExternalIds, ...events.flatMap(({ externalId }) => externalId ?? [])]
  if (ids.length + externalIds.length === 0) return []
  return findPublished(sql, tenantId, { ids, externalIds })
}
