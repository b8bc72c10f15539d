import { type Database, poolOf } from '../sql/database.ts'
import { inTransaction, run } from '../sql/sql.ts'

/** Normal reads and writes lock a partition for milliseconds. Behind a long query, give up and try again later. */
const SET_LOCK_TIMEOUT = { name: 'set-short-lock-timeout', text: "SET LOCAL lock_timeout = '2s'" }

// Locks the partitioned tables. Holds no row locks.
const ADD = {
  name: 'add-partitions',
  text: 'SELECT add_partitions(now() + make_interval(weeks => $1)) AS added',
}

/**
 * Creates missing partitions. Safe to call concurrently from several processes.
 * @param weeksAhead number of weeks from now
 * @returns the number of new partitions
 */
export async function addPartitions(database: Database, weeksAhead: number): Promise<number> {
  return inTransaction(poolOf(database), async (sql) => {
    await run(sql, SET_LOCK_TIMEOUT, [])
    const [row] = await run<{ added: number }>(sql, ADD, [weeksAhead])
    return row?.added ?? 0
  })
}
