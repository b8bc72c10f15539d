import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { MigrationList } from '@prisma/schema-engine-wasm'
import { buildPartitionIndexes } from './partition-indexes.ts'
import { MIGRATIONS_DIR, migrationNames } from './pending-migrations.ts'
import { SCHEMA_FILE, withEngine } from './schema-engine.ts'

const NO_FILTER = { externalTables: [], externalEnums: [] }

/**
 * Applies pending migrations with Prisma's schema engine as WebAssembly, which downloads nothing. `_prisma_migrations`
 * records them. Then builds the indexes that they declare for partitioned tables.
 * @param url of the PostgreSQL database
 * @returns the names of the migrations applied by this call
 */
export async function applyMigrations(url: string): Promise<string[]> {
  const applied = await withEngine(url, async (engine) => {
    const { appliedMigrationNames } = await engine.applyMigrations({
      migrationsList: await readMigrations(),
      filters: NO_FILTER,
    })
    return appliedMigrationNames
  })
  // Also without a pending migration: the previous run may have been interrupted.
  await buildPartitionIndexes(url)
  return applied
}

/**
 * The SQL that changes a previous schema to the current prisma/schema.prisma, as the start of a new migration.
 * @param url of any PostgreSQL database: the engine reads the server's version
 * @param previous text of the previous schema; without it, the SQL creates all tables
 */
export async function schemaChange(url: string, previous?: string): Promise<string> {
  const schema = await readFile(SCHEMA_FILE, 'utf8')
  return withEngine(url, async (engine) => {
    const { stdout } = await engine.diff({
      from: previous === undefined ? { tag: 'empty' } : { tag: 'schemaDatamodel', files: [fileOf(previous)] },
      to: { tag: 'schemaDatamodel', files: [fileOf(schema)] },
      script: true,
      exitCode: null,
      filters: NO_FILTER,
    })
    return stdout ?? ''
  })
}

function fileOf(content: string): { path: string; content: string } {
  return { path: SCHEMA_FILE, content }
}

async function readMigrations(): Promise<MigrationList> {
  const names = await migrationNames()
  const lockfile = await readFile(join(MIGRATIONS_DIR, 'migration_lock.toml'), 'utf8')
  return {
    baseDir: MIGRATIONS_DIR,
    lockfile: { path: 'migration_lock.toml', content: lockfile },
    shadowDbInitScript: '',
    migrationDirectories: await Promise.all(names.map(readMigration)),
  }
}

async function readMigration(name: string): Promise<MigrationList['migrationDirectories'][number]> {
  const value = await readFile(join(MIGRATIONS_DIR, name, 'migration.sql'), 'utf8')
  return { path: name, migrationFile: { path: 'migration.sql', content: { tag: 'ok', value } } }
}
