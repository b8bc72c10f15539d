import { isLeased } from '../delivering/leases.ts'
import { type Database, poolOf } from '../sql/database.ts'
import { run, type Statement } from '../sql/sql.ts'
import { oldestId } from './oldest-id.ts'

/**
 * A statement that deletes at most $2 rows past the retention period of $1 days.
 * Lock order: free rows of one table (SKIP LOCKED).
 * @param options.row column that identifies a row
 * @param options.by column with the id that contains its time
 * @param options.condition of rows to delete, with the alias `x`
 */
function deleteOld(
  table: string,
  {
    row = 'id',
    by = 'id',
    prefix,
    condition = 'true',
  }: { row?: string; by?: string; prefix: string; condition?: string },
): Statement {
  return {
    name: `delete-old-${table}`,
    text: `
    WITH deleted AS (
      DELETE FROM ${table} WHERE ${row} = ANY (ARRAY(
        SELECT x.${row} FROM ${table} x WHERE x.${by} < ${oldestId(prefix, '$1')} AND ${condition}
        ORDER BY x.${by} LIMIT $2 FOR UPDATE SKIP LOCKED))
      RETURNING 1
    )
    SELECT count(*)::int AS count FROM deleted`,
  }
}

// The publishers' ids, which are not partitioned. Dedupe keys have a period of their own (`deleteExpiredDedupeKeys`).
const EXTERNAL_IDS = deleteOld('external_ids', { row: 'ctid', by: 'event_id', prefix: 'evt' })

// Rows without a partition for their week, in the order in which partitions are removed.
const IN_DEFAULT: readonly Statement[] = [
  deleteOld('attempts_default', { row: 'ctid', by: 'delivery_id', prefix: 'dlv' }),
  deleteOld('deliveries_default', {
    prefix: 'dlv',
    condition: `x.status <> 'pending' AND NOT ${isLeased('x.id')}`,
  }),
  deleteOld('events_default', { prefix: 'evt' }),
  deleteOld('requests_default', { prefix: 'req' }),
]

/**
 * Deletes publishers' ids of old events.
 * @param limit maximum number of rows
 * @returns whether there may be more
 */
export async function deleteOldIds(
  database: Database,
  retentionDays: number,
  limit: number,
): Promise<boolean> {
  const [row] = await run<{ count: number }>(poolOf(database), EXTERNAL_IDS, [retentionDays, limit])
  return row?.count === limit
}

/**
 * Deletes old rows that are in no partition of their week: a part of each table. Ids of events go before the events, because a
 * duplicate is answered with its event.
 * @param limit maximum number of rows of each
 * @returns whether there may be more
 */
export async function deleteOldRows(
  database: Database,
  retentionDays: number,
  limit: number,
): Promise<boolean> {
  if (await deleteOldIds(database, retentionDays, limit)) return true
  let hasMore = false
  for (const statement of IN_DEFAULT) {
    const [row] = await run<{ count: number }>(poolOf(database), statement, [retentionDays, limit])
    if (row?.count === limit) hasMore = true
  }
  return hasMore
}
