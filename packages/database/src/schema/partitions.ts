import type { Database } from '../sql/database.ts'
import { inTransaction, run } from '../sql/sql.ts'

/** Whoever reads or writes holds a partition for milliseconds; a long look at the tables is not worth waiting for. */
const LOCK_WAIT = { name: 'wait-briefly-for-locks', text: "SET LOCAL lock_timeout = '2s'" }

const ADD = {
  name: 'add-partitions',
  text: 'SELECT add_partitions(now() + make_interval(weeks => $1)) AS added',
}

/**
 * Adds the partitions of the coming weeks that are not there yet. Safe to call at once from several processes.
 * @param weeksAhead how far
 * @returns how many were added
 */
export async function addPartitions({ pool }: Database, weeksAhead: number): Promise<number> {
  return inTransaction(pool, async (sql) => {
    await run(sql, LOCK_WAIT, [])
    const [row] = await run<{ added: number }>(sql, ADD, [weeksAhead])
    return row?.added ?? 0
  })
}
