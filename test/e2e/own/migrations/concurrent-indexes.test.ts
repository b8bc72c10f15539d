import { applyMigrations } from '@posthorn/database/migrations'
import { Client } from 'pg'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { createTestDatabase, type TestDatabase } from '../../../harness/database/database.ts'
import {
  type MigrationDirectory,
  makeMigrationDirectory,
} from '../../../harness/database/migration-directory.ts'
import { waitUntil } from '../../../harness/wait-until.ts'

/** Two tables, one of them in partitions, with rows. */
const TABLES = `
  CREATE TABLE plain (id TEXT, kind TEXT);
  INSERT INTO plain SELECT i::text, 'a' FROM generate_series(1, 1000) i;
  CREATE TABLE parts (id TEXT, kind TEXT) PARTITION BY RANGE (id);
  CREATE TABLE parts_low PARTITION OF parts FOR VALUES FROM (MINVALUE) TO ('5');
  CREATE TABLE parts_default PARTITION OF parts DEFAULT;
  INSERT INTO parts SELECT i::text, 'a' FROM generate_series(1, 1000) i;`
const INDEXES = {
  '20300102000000_plain_index': `
    -- Finds what has a kind.
    CREATE INDEX CONCURRENTLY "plain_kind_idx" ON "plain"("kind", "id")
      WHERE "kind" IS NOT NULL;`,
  '20300103000000_parts_index': 'CREATE INDEX CONCURRENTLY "parts_kind_idx" ON "parts"("kind");\n',
}

let database: TestDatabase
let directory: MigrationDirectory
beforeEach(async () => {
  database = await createTestDatabase({ migrated: false })
  await database.query(TABLES)
  directory = makeMigrationDirectory(INDEXES)
})
afterEach(async () => {
  directory.remove()
  await database.drop()
})

const migrate = (onProgress: (line: string) => void = () => {}) =>
  applyMigrations(database.url, { directory: directory.path, onProgress })

async function indexes(): Promise<Record<string, boolean>> {
  const rows = await database.query<{ name: string; valid: boolean }>(
    `SELECT indexrelid::regclass::text AS name, indisvalid AS valid FROM pg_index
     WHERE indexrelid::regclass::text ~ '_kind_idx$'`,
  )
  return Object.fromEntries(rows.map(({ name, valid }) => [name, valid]))
}

const ALL_VALID = {
  plain_kind_idx: true,
  parts_kind_idx: true,
  parts_low_kind_idx: true,
  parts_default_kind_idx: true,
}

it('a file with one CREATE INDEX CONCURRENTLY builds the index of a table, or of a table with all its partitions', async () => {
  expect(await migrate()).toEqual(Object.keys(INDEXES))
  expect(await indexes()).toEqual(ALL_VALID)
  expect(await migrate()).toEqual([])
  await database.query(
    "CREATE TABLE parts_new (LIKE parts); ALTER TABLE parts ATTACH PARTITION parts_new FOR VALUES FROM ('x') TO ('y')",
  )
  expect(Object.keys(await indexes())).toHaveLength(5)
})

it.each([
  ['plain', 'plain_kind_idx'],
  ['parts_low', 'parts_low_kind_idx'],
])(
  'an index of %s whose build was interrupted is dropped and built again, while writes go on',
  async (table, index) => {
    const writer = new Client({ connectionString: database.url })
    await writer.connect()
    const lines: string[] = []
    await writer.query(`BEGIN; INSERT INTO ${table} VALUES ('1', 'b')`)
    const interrupted = migrate((line) => lines.push(line)).catch((error: Error) => error.message)
    await waitUntil('the progress of the build', () =>
      lines.some((line) => line.startsWith(`Index ${index}: waiting for writers`)),
    )
    await database.query(`INSERT INTO ${table} VALUES ('1', 'c')`)
    await database.query(
      'SELECT pg_terminate_backend(pid) FROM pg_stat_progress_create_index WHERE datname = current_database()',
    )
    expect(await interrupted).toMatch(/^Migration 2030010[23]000000_\w+_index failed: /)
    expect((await indexes())[index]).toBe(false)
    await writer.query('COMMIT')
    await writer.end()

    await migrate((line) => lines.push(line))
    expect(await indexes()).toEqual(ALL_VALID)
    expect(lines).toContain(`Index ${index}: its build was interrupted. Building it again.`)
  },
)
