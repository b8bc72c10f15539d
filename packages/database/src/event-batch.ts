import type { EventId, TenantId } from '@posthorn/contracts'
import type { Database } from './database.ts'
import { findPublished, type StoredPublication } from './published-events.ts'
import { inTransaction } from './sql.ts'
import { type NewStoredEvent, storeEvents } from './store-events.ts'

/** Events of one tenant that are stored together. No two of them have the same external id. */
export interface NewBatch {
  tenantId: TenantId
  events: readonly NewStoredEvent[]
  /** Ids of the publisher for which nothing is stored, but which may stand for an event that is there. */
  otherExternalIds: readonly string[]
}

export interface BatchOutcome {
  stored: ReadonlySet<EventId>
  /** The events that were there before, of those that were asked for. */
  earlier: StoredPublication[]
}

/** Thrown to roll back: of a batch everything is made by the same rules, or nothing. */
class Outdated extends Error {}

/**
 * Stores many events with their deliveries in one transaction: all of them, but for those that were stored before, or
 * nothing.
 * @returns undefined when nothing was stored, because the rules have changed or the tenant is gone
 * @throws a foreign key violation when the tenant goes at this very moment
 */
export async function storeEventBatch(
  { pool }: Database,
  batch: NewBatch,
): Promise<BatchOutcome | undefined> {
  try {
    return await inTransaction(pool, async (sql) => {
      const storings = await storeEvents(sql, batch.events)
      if (storings.includes('outdated')) throw new Outdated()
      const stored = new Set(
        batch.events.flatMap(({ id }, index) => (storings[index] === 'stored' ? id : [])),
      )
      // Asked before the commit: what cannot be answered must not be there.
      const repeated = batch.events.filter(({ id }) => !stored.has(id))
      const ids = repeated.map(({ id }) => id)
      const externalIds = [
        ...batch.otherExternalIds,
        ...repeated.flatMap(({ externalId }) => externalId ?? []),
      ]
      const isAsked = ids.length + externalIds.length > 0
      const found = isAsked ? await findPublished(sql, batch.tenantId, { ids, externalIds }) : []
      return { stored, earlier: found.filter(({ id }) => !stored.has(id)) }
    })
  } catch (error) {
    if (!(error instanceof Outdated)) throw error
    return undefined
  }
}
