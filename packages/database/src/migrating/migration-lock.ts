import { setTimeout } from 'node:timers/promises'
import { run, type Sql } from '../sql/sql.ts'
import type { Progress } from './progress.ts'

/** The key that Prisma uses: version 0.1.0 and Prisma's own tools wait for this lock, too. It is that of a whole database. */
const KEY = '72707369'
const POLL_MS = 500

// Session-level: held until released, or until the connection ends. Tried, because a session that waits for it has a snapshot,
// and a concurrent index build of the holder would wait for that snapshot: a deadlock.
const TRY_LOCK = {
  name: 'try-migration-lock',
  text: 'SELECT pg_try_advisory_lock($1) AS acquired',
}
const UNLOCK = { name: 'release-migration-lock', text: 'SELECT pg_advisory_unlock($1)' }

/** Runs `work` while no other process migrates the database. Waits for the others first. */
export async function withMigrationLock<Result>(
  sql: Sql,
  onProgress: Progress,
  work: () => Promise<Result>,
): Promise<Result> {
  if (!(await tryLock(sql))) {
    onProgress('Another migration of this database is running: waiting for its end.')
    do await setTimeout(POLL_MS)
    while (!(await tryLock(sql)))
  }
  try {
    return await work()
  } finally {
    // A lost connection has released it.
    await run(sql, UNLOCK, [KEY]).catch(() => {})
  }
}

async function tryLock(sql: Sql): Promise<boolean> {
  const [row] = await run<{ acquired: boolean }>(sql, TRY_LOCK, [KEY])
  return row?.acquired === true
}
