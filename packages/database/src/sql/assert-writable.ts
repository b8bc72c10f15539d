import { UnavailableError } from '@posthorn/contracts'
import type { Pool } from 'pg'
import { inTransaction, run, runPipelined } from './sql.ts'

/** The smallest `work_mem` that PostgreSQL allows: more data goes to a temporary file. */
const SMALL_WORK_MEM = {
  name: 'probe-small-work-mem',
  text: "SELECT set_config('work_mem', '64kB', true)",
}

/** Exceeds that memory: PostgreSQL writes about 100 KiB to a temporary file, which fails on a full disk. */
const FILL_FILE = { name: 'probe-temporary-file', text: 'SELECT count(*) FROM generate_series(1, 5000)' }

/**
 * Writes a WAL record, so COMMIT waits until the WAL is on disk, and on synchronous standbys. No row changes, so there is
 * nothing to vacuum. Reads a table of Posthorn: fails without the migrations.
 */
const WRITE = {
  name: 'probe-writable',
  text: `
    SELECT CASE WHEN current_setting('transaction_read_only') = 'off'
      THEN pg_logical_emit_message(true, 'posthorn.readiness', ''::text) IS NOT NULL ELSE false END AS "isWritable"
    FROM catalogue`,
}

/**
 * Checks that PostgreSQL stores data. A standby, a read-only database, a full disk and a commit that waits for a missing
 * standby still answer reads.
 * @throws UnavailableError, or PostgreSQL's error, when it does not
 */
export async function assertWritable(pool: Pool): Promise<void> {
  const isWritable = await inTransaction(pool, async (sql) => {
    await runPipelined(sql, [
      { statement: SMALL_WORK_MEM, values: [] },
      { statement: FILL_FILE, values: [] },
    ])
    const [row] = await run<{ isWritable: boolean }>(sql, WRITE, [])
    return row?.isWritable ?? false
  })
  if (!isWritable) {
    throw new UnavailableError(
      'postgresql',
      new Error('transactions are read-only: a standby, or default_transaction_read_only'),
    )
  }
}
