import { setTimeout } from 'node:timers/promises'
import { type ConnectionOptions, withConnection } from '@posthorn/postgres'
import { run, type Sql } from '../sql/sql.ts'
import type { Progress } from './progress.ts'

const REPORT_EVERY_MS = 5000

// https://www.postgresql.org/docs/current/progress-reporting.html#CREATE-INDEX-PROGRESS-REPORTING
const FIND_PROGRESS = {
  name: 'find-index-progress',
  text: `
    SELECT phase, current_locker_pid AS "waitsFor", round(100.0 * CASE WHEN tuples_total > 0
      THEN tuples_done::numeric / tuples_total ELSE blocks_done::numeric / nullif(blocks_total, 0) END)::int AS percent
    FROM pg_stat_progress_create_index WHERE pid = $1`,
}

interface PhaseProgress {
  phase: string
  /** Process id of the transaction that the build waits for. */
  waitsFor: number | null
  percent: number | null
}

export interface IndexWatch {
  connection: ConnectionOptions
  /** Process id of the session that builds the index. */
  builder: number
}

/** Reports the progress of an index build every few seconds while `build` runs. */
export async function reportingIndexBuild(
  { connection, builder, name, onProgress }: IndexWatch & { name: string; onProgress: Progress },
  build: () => Promise<void>,
): Promise<void> {
  const ended = new AbortController()
  const reporting = withConnection(connection, async (sql) => {
    while (await paused(ended.signal)) {
      const line = await readProgress(sql, builder)
      if (line !== undefined) onProgress(`Index ${name}: ${line}`)
    }
    // Progress is for people: without it the build goes on.
  }).catch(() => {})
  try {
    await build()
  } finally {
    ended.abort()
    await reporting
  }
}

/** @returns false as soon as the signal is aborted */
async function paused(signal: AbortSignal): Promise<boolean> {
  return setTimeout(REPORT_EVERY_MS, true, { signal }).catch(() => false)
}

async function readProgress(sql: Sql, builder: number): Promise<string | undefined> {
  const [progress] = await run<PhaseProgress>(sql, FIND_PROGRESS, [builder])
  return progress && progressLine(progress)
}

function progressLine({ phase, waitsFor, percent }: PhaseProgress): string {
  if (waitsFor) return `${phase}, process ${waitsFor} of PostgreSQL`
  return percent === null ? phase : `${phase}, ${percent} %`
}
