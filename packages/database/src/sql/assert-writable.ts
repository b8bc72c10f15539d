import { UnavailableError } from '@posthorn/contracts'
import type { Pool } from 'pg'
import { inTransaction, run, runPipelined } from './sql.ts'

/** The least that there is: what is more goes to a temporary file. */
const LITTLE_MEMORY = {
  name: 'probe-with-little-memory',
  text: "SELECT set_config('work_mem', '64kB', true)",
}

/** More than fits into that: PostgreSQL writes some 100 KiB to a temporary file, which takes room on its disk. */
const FILL_FILE = { name: 'probe-temporary-file', text: 'SELECT count(*) FROM generate_series(1, 5000)' }

/**
 * A record in the log of the transaction, which makes its COMMIT wait until the log is on disk, and on standbys where that is
 * asked for. No row changes, so nothing has to be vacuumed. The table is one of ours: without the migrations it fails.
 */
const WRITE = {
  name: 'probe-writable',
  text: `
    SELECT CASE WHEN current_setting('transaction_read_only') = 'off'
      THEN pg_logical_emit_message(true, 'posthorn.readiness', ''::text) IS NOT NULL ELSE false END AS "isWritable"
    FROM catalogue`,
}

/**
 * Whether PostgreSQL stores what it is given: a standby, a database that is set to read-only, a full disk and a commit
 * that waits for a standby in vain still answer questions.
 * @throws UnavailableError, or PostgreSQL's error, when it does not
 */
export async function assertWritable(pool: Pool): Promise<void> {
  const isWritable = await inTransaction(pool, async (sql) => {
    await runPipelined(sql, [
      { statement: LITTLE_MEMORY, values: [] },
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
