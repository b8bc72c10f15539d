import { type Database, poolOf } from '../sql/database.ts'
import { inTransaction, run } from '../sql/sql.ts'

/** How long reads and writes of a table may wait for the detaching of a partition. */
const LOCK_TIMEOUT_MS = 300

// Lock order: see the function. Its commit does not wait for the disk or a standby while reads and writes wait for its locks: if it is
// lost in a crash, the partition is detached again, and the drop, a later transaction, is lost as well.
const DETACH = {
  name: 'detach-partition',
  text: "SELECT set_config('synchronous_commit', 'off', true), detach_partition($1, $2 * interval '1 ms') AS detached",
}

/**
 * Removes a partition from its table, in a transaction that holds its locks for milliseconds, and records it as detached.
 * @returns false when one of its deliveries is pending or in flight, another worker detaches a partition, or it was detached
 * @throws when another transaction holds a lock on the table: try again later
 */
export async function detachPartition(database: Database, name: string): Promise<boolean> {
  return inTransaction(poolOf(database), async (sql) => {
    const [row] = await run<{ detached: boolean }>(sql, DETACH, [name, LOCK_TIMEOUT_MS])
    return row?.detached ?? false
  })
}

// Lock order: see the function.
const DROP = { name: 'drop-detached-partition', text: 'SELECT drop_detached_partition() AS name' }

/**
 * Drops the table that was detached first. Safe to repeat: a crash leaves it for the next call.
 * @returns its name; undefined when there is none
 */
export async function dropDetachedPartition(database: Database): Promise<string | undefined> {
  return inTransaction(poolOf(database), async (sql) => {
    const [row] = await run<{ name: string | null }>(sql, DROP, [])
    return row?.name ?? undefined
  })
}
