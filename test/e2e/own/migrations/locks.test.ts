import { setTimeout } from 'node:timers/promises'
import { applyMigrations } from '@posthorn/database/migrations'
import { migrateQueue } from '@posthorn/queue'
import { Client } from 'pg'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { createTestDatabase, type TestDatabase } from '../../../harness/database/database.ts'
import {
  type MigrationDirectory,
  makeMigrationDirectory,
} from '../../../harness/database/migration-directory.ts'
import { waitUntil } from '../../../harness/wait-until.ts'

/** The migration waits for a lock for 2 seconds. */
const WRITE_MS_MAX = 3000

const MIGRATIONS = {
  '20300101000000_hot': 'CREATE TABLE hot (id INT); INSERT INTO hot VALUES (1);',
  '20300102000000_column': 'CREATE TABLE cold (id INT); ALTER TABLE hot ADD COLUMN added TEXT;',
}

let database: TestDatabase
let directory: MigrationDirectory
let holder: Client
beforeEach(async () => {
  database = await createTestDatabase({ migrated: false })
  directory = makeMigrationDirectory({ '20300101000000_hot': MIGRATIONS['20300101000000_hot'] })
  await applyMigrations(database.url, { directory: directory.path })
  directory.remove()
  directory = makeMigrationDirectory(MIGRATIONS)
  holder = new Client({ connectionString: database.url })
  await holder.connect()
})
afterEach(async () => {
  await holder.end()
  directory.remove()
  await database.drop()
})

const migrate = (options: { giveUpAfterMs?: number; onProgress?: (line: string) => void } = {}) =>
  applyMigrations(database.url, { directory: directory.path, ...options })

it('a migration tries again while another transaction keeps the lock it needs, and no other waits behind it for long', async () => {
  await holder.query('BEGIN; SELECT * FROM hot')
  const lines: string[] = []
  const migrated = migrate({ onProgress: (line) => lines.push(line) })
  let slowestMs = 0
  while (lines.length < 2) {
    const startedAt = performance.now()
    await database.query('UPDATE hot SET id = id + 1')
    slowestMs = Math.max(slowestMs, performance.now() - startedAt)
    await setTimeout(5)
  }
  await holder.query('COMMIT')

  expect(await migrated).toEqual(['20300102000000_column'])
  expect(slowestMs).toBeLessThan(WRITE_MS_MAX)
  expect(lines[0]).toBe(
    'Migration 20300102000000_column: other transactions keep a lock. Trying again in 0.5 s.',
  )
  expect(lines.at(-1)).toBe('applied 20300102000000_column')
})

it('a migration that gets no lock in time names the fix, and changes nothing', async () => {
  await holder.query('BEGIN; SELECT * FROM hot')
  await expect(migrate({ giveUpAfterMs: 1000 })).rejects.toThrow(
    /^Migration 20300102000000_column failed: .*got no lock within 2s.* End the transactions that keep the locks .* npm run migrate$/,
  )
  await holder.query('COMMIT')
  expect(await database.query("SELECT to_regclass('cold') AS cold")).toEqual([{ cold: null }])
  expect(await migrate()).toEqual(['20300102000000_column'])
})

it('two migrations at once wait for each other, and each change is made once', async () => {
  await holder.query('BEGIN; SELECT * FROM hot')
  const lines: string[] = []
  const first = migrate()
  await waitUntil('the first waits for a lock', async () => {
    const [row] = await database.query<{ waits: boolean }>(
      `SELECT count(*) > 0 AS waits FROM pg_stat_activity
       WHERE datname = current_database() AND wait_event_type = 'Lock'`,
    )
    return row?.waits
  })
  const second = migrate({ onProgress: (line) => lines.push(line) })
  await waitUntil('the second waits', () => lines.length > 0)
  await holder.query('COMMIT')

  expect(await Promise.all([first, second])).toEqual([['20300102000000_column'], []])
  expect(lines).toEqual(['Another migration of this database is running: waiting for its end.'])
})

it('two first migrations of a schema at once are one', async () => {
  const url = `${database.url}?schema=hooks`
  const first = async () => {
    const applied = await applyMigrations(url)
    await migrateQueue(url)
    return applied.length
  }
  const applied = await Promise.all([first(), first()])
  expect(applied.toSorted((one, other) => one - other)).toEqual([0, expect.toSatisfy((count) => count > 0)])
})

it('a migration that version 0.1.0 began and did not finish is applied', async () => {
  await database.query(
    `INSERT INTO _prisma_migrations (id, checksum, migration_name, logs)
     VALUES ('0', '', '20300102000000_column', 'canceling statement due to lock timeout')`,
  )
  expect(await migrate()).toEqual(['20300102000000_column'])
  const rows = await database.query<{ finished: boolean; rolledBack: boolean }>(
    `SELECT finished_at IS NOT NULL AS finished, rolled_back_at IS NOT NULL AS "rolledBack"
     FROM _prisma_migrations WHERE migration_name = '20300102000000_column' ORDER BY finished_at NULLS FIRST`,
  )
  expect(rows).toEqual([
    { finished: false, rolledBack: true },
    { finished: true, rolledBack: false },
  ])
})
