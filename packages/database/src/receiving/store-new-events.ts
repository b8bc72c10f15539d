import type { EventId, TenantId } from '@posthorn/contracts'
import type { Pool } from 'pg'
import type { ComposedEvent } from '../publishing/store-events.ts'
import { storeExternalIdsQuery } from '../publishing/store-external-ids.ts'
import { storeInParts } from '../publishing/store-in-parts.ts'
import { inTransaction, type Query, runPipelined } from '../sql/sql.ts'
import { storeDedupeKeys } from './dedupe-keys.ts'
import type { RequestRecord } from './request-records.ts'
import type { InboundOutcome } from './store-new-inbound.ts'

/** Events of a request that look new. */
interface NewEvents {
  request: Pick<RequestRecord, 'sourceId'>
  tenantId: TenantId
  events: readonly ComposedEvent[]
  /** Of each event. */
  dedupeKeys: readonly (readonly string[])[]
  dedupeWindowSeconds: number
  rulesVersion: string | undefined
}

/** Thrown to roll back. */
class NotStored extends Error {
  readonly outcome: InboundOutcome

  constructor(outcome: InboundOutcome) {
    super()
    this.outcome = outcome
  }
}

/**
 * Stores events with their dedupe keys and the record of their request, in one transaction. What others wait for comes last: the
 * counts, and the dedupe keys, for which concurrent copies wait until the commit.
 *
 * Lock order: the tenant, shared; new rows; counts; dedupe keys, sorted; what `record` locks.
 * @param record makes the query that records the request
 * @returns `duplicate` when a copy of one of the events was stored first: nothing was stored
 */
export async function storeNewEvents(
  pool: Pool,
  { request: { sourceId }, tenantId, events, dedupeKeys, ...call }: NewEvents,
  record: (eventIds: readonly [EventId, ...EventId[]]) => Query,
): Promise<InboundOutcome> {
  const [first, ...others] = events.map(({ id }) => id)
  if (first === undefined) throw new RangeError('events: expected at least one')
  const { rulesVersion: tenant, dedupeWindowSeconds: windowSeconds } = call
  const rules = tenant === undefined ? undefined : { tenant, catalogue: undefined }
  const keys = events.flatMap(({ id: eventId }, index) =>
    (dedupeKeys[index] ?? []).map((key) => ({ sourceId, key, eventId, windowSeconds })),
  )
  try {
    await inTransaction(pool, async (sql) => {
      const withRules = events.map((event) => ({ ...event, rules }))
      if ((await storeInParts(sql, withRules)) !== 'stored') throw new NotStored('stale')
      const counting = storeExternalIdsQuery({ tenantId, events, rules })
      const queries = [counting, storeDedupeKeys(keys), record([first, ...others])]
      const [counted = [], storedKeys = []] = await runPipelined(sql, queries)
      if (counted.length === 0) throw new NotStored('stale')
      if (storedKeys.length < keys.length) throw new NotStored('duplicate')
    })
    return 'stored'
  } catch (error) {
    if (!(error instanceof NotStored)) throw error
    return error.outcome
  }
}
