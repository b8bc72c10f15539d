import { setTimeout } from 'node:timers/promises'
import { run, type Sql } from '../sql/sql.ts'
import type { Progress } from './progress.ts'

/**
 * While a statement waits for a strong lock on a table, every later read and write of the table waits behind it. So it waits for
 * no longer than services may.
 */
const SHORT = '2s'
const UNLIMITED = '0'
const PAUSE_MS_MIN = 500
const PAUSE_MS_MAX = 15_000
/** https://www.postgresql.org/docs/current/errcodes-appendix.html: lock_not_available, deadlock_detected */
const RETRYABLE = new Set(['55P03', '40P01'])

const SET = { name: 'set-lock-timeout', text: "SELECT set_config('lock_timeout', $1, false)" }

/** Other transactions kept locks that a migration needs for too long. */
class BlockedMigrationError extends Error {
  override readonly name = 'BlockedMigrationError'

  constructor(what: string, waitedMs: number, options: ErrorOptions) {
    super(
      `${what}: got no lock within ${SHORT}, in tries over ${Math.round(waitedMs / 1000)} s. End the transactions that keep the locks (the oldest xact_start in pg_stat_activity), then run: npm run migrate`,
      options,
    )
  }
}

export interface LockWait {
  /** What is done, for progress and errors. */
  what: string
  /** For all tries together. */
  giveUpAfterMs: number
  onProgress: Progress
}

/**
 * Runs `work` with a short lock timeout, and again after a pause that grows while it gets no lock.
 * @param work leaves nothing behind when it fails
 * @throws BlockedMigrationError when it got no lock in time
 */
export async function withShortLocks(
  sql: Sql,
  { what, giveUpAfterMs, onProgress }: LockWait,
  work: () => Promise<void>,
): Promise<void> {
  const startedAt = performance.now()
  await run(sql, SET, [SHORT])
  for (let pauseMs = PAUSE_MS_MIN; ; pauseMs = Math.min(2 * pauseMs, PAUSE_MS_MAX)) {
    try {
      await work()
      await run(sql, SET, [UNLIMITED])
      return
    } catch (error) {
      if (!isLockFailure(error)) throw error
      const waitedMs = performance.now() - startedAt
      if (waitedMs + pauseMs > giveUpAfterMs)
        throw new BlockedMigrationError(what, waitedMs, { cause: error })
      onProgress(`${what}: other transactions keep a lock. Trying again in ${pauseMs / 1000} s.`)
    }
    await setTimeout(pauseMs)
  }
}

function isLockFailure(error: unknown): boolean {
  return RETRYABLE.has(String((error as { code?: unknown }).code))
}
