import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { MigrationList } from '@prisma/schema-engine-wasm'
import { MIGRATIONS_DIR, migrationNames } from './pending-migrations.ts'
import { SCHEMA_FILE, withEngine } from './schema-engine.ts'

const NO_FILTER = { externalTables: [], externalEnums: [] }

/**
 * Applies the committed migrations that the database lacks, with Prisma's schema engine as WebAssembly: nothing is
 * downloaded, and the record of it is Prisma's own table.
 * @param url of the PostgreSQL database
 * @returns the names of those that were applied now
 */
export async function applyMigrations(url: string): Promise<string[]> {
  return withEngine(url, async (engine) => {
    const { appliedMigrationNames } = await engine.applyMigrations({
      migrationsList: await readMigrations(),
      filters: NO_FILTER,
    })
    return appliedMigrationNames
  })
}

/**
 * The SQL that leads from an earlier schema to what prisma/schema.prisma now says: a new migration begins with it.
 * @param url of any database: the engine wants to know which version of PostgreSQL it writes for
 * @param earlier text of the earlier schema; without it, the SQL that makes all of the tables
 */
export async function schemaChange(url: string, earlier?: string): Promise<string> {
  const schema = await readFile(SCHEMA_FILE, 'utf8')
  return withEngine(url, async (engine) => {
    const { stdout } = await engine.diff({
      from: earlier === undefined ? { tag: 'empty' } : { tag: 'schemaDatamodel', files: [fileOf(earlier)] },
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
