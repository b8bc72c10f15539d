import { ensureSchema, parseDatabaseUrl, withConnection } from '@posthorn/postgres'
import type { Client } from 'pg'
import { MIGRATIONS_DIR } from '../schema/pending-migrations.ts'
import { run } from '../sql/sql.ts'
import { buildIndex } from './build-index.ts'
import type { ConcurrentIndex } from './concurrent-index.ts'
import { withShortLocks } from './lock-timeout.ts'
import { type Migration, readMigrations } from './migration-files.ts'
import { withMigrationLock } from './migration-lock.ts'
import { findApplied, prepareRecords, recordMigration } from './migration-records.ts'
import type { Progress } from './progress.ts'

const MINUTE_MS = 60_000

const FIND_PID = { name: 'find-own-pid', text: 'SELECT pg_backend_pid() AS pid' }

export interface ApplyOptions {
  /** Receives a line for each migration that was applied, and about what takes long. */
  onProgress?: Progress
  /** How long a migration tries to get the locks that it needs. Default: 10 minutes. */
  giveUpAfterMs?: number
  /** Default: prisma/migrations. */
  directory?: string
}

interface Session extends Required<ApplyOptions> {
  sql: Client
  connection: { connectionString: string; schema: string }
}

/**
 * Applies pending migrations, while services keep running. `_prisma_migrations` records them. Each file is one transaction with
 * its record, so a migration that fails changes nothing; a file with one `CREATE INDEX CONCURRENTLY` statement is repeated until
 * the index is valid. Concurrent calls wait for each other.
 * @param url of the PostgreSQL database
 * @returns the names of the migrations applied by this call
 * @throws Error that names the migration that failed; the previous ones are applied
 */
export async function applyMigrations(url: string, options: ApplyOptions = {}): Promise<string[]> {
  const { onProgress = () => {}, giveUpAfterMs = 10 * MINUTE_MS, directory = MIGRATIONS_DIR } = options
  const { connectionString, schema } = parseDatabaseUrl(url)
  const connection = { connectionString, schema }
  return withConnection(connection, async (sql) =>
    withMigrationLock(sql, onProgress, async () => {
      await ensureSchema(url)
      return applyPending({ sql, connection, onProgress, giveUpAfterMs, directory })
    }),
  )
}

async function applyPending(session: Session): Promise<string[]> {
  await prepareRecords(session.sql)
  const applied = await findApplied(session.sql)
  const migrations = await readMigrations(session.directory)
  const pending = migrations.filter(({ name }) => !applied.has(name))
  for (const migration of pending) {
    await apply(session, migration)
    session.onProgress(`applied ${migration.name}`)
  }
  return pending.map(({ name }) => name)
}

async function apply(session: Session, migration: Migration): Promise<void> {
  const { sql, onProgress, giveUpAfterMs } = session
  const what = `Migration ${migration.name}`
  try {
    if (migration.index !== undefined) await applyIndex(session, migration, migration.index)
    else {
      await withShortLocks(sql, { what, onProgress, giveUpAfterMs }, () => applyInTransaction(sql, migration))
    }
  } catch (cause) {
    throw new Error(`${what} failed: ${cause instanceof Error ? cause.message : String(cause)}`, { cause })
  }
}

/** The whole file is one query, which PostgreSQL splits: functions contain semicolons. */
async function applyInTransaction(sql: Client, migration: Migration): Promise<void> {
  const startedAt = new Date()
  await sql.query('BEGIN')
  try {
    await sql.query(migration.sql)
    await recordMigration(sql, migration, startedAt)
    await sql.query('COMMIT')
  } catch (error) {
    await sql.query('ROLLBACK').catch(() => {})
    throw error
  }
}

/** After a crash between the two steps, the next run finds the index valid and records it. */
async function applyIndex(session: Session, migration: Migration, index: ConcurrentIndex): Promise<void> {
  const { sql, connection, onProgress, giveUpAfterMs } = session
  const startedAt = new Date()
  const [row] = await run<{ pid: number }>(sql, FIND_PID, [])
  const watch = { connection, builder: row?.pid ?? 0 }
  await buildIndex({ sql, watch, wait: { onProgress, giveUpAfterMs } }, index)
  await recordMigration(sql, migration, startedAt)
}
