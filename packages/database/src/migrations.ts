import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { PrismaPg } from '@prisma/adapter-pg'
import { bindMigrationAwareSqlAdapterFactory } from '@prisma/driver-adapter-utils'
import { type MigrationList, SchemaEngine } from '@prisma/schema-engine-wasm'
import { Pool } from 'pg'
import { MIGRATIONS_DIR, migrationNames } from './pending-migrations.ts'

const PRISMA_DIR = join(import.meta.dirname, '../../../prisma')
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
 * The SQL that leads from the committed migrations to prisma/schema.prisma: says so when they agree. New migrations
 * begin with it.
 * @param url of a server where a database may be made, to replay the migrations in
 */
export async function schemaDrift(url: string): Promise<string> {
  return withEngine(url, async (engine) => {
    const { stdout } = await engine.diff({
      from: { tag: 'migrations', ...(await readMigrations()) },
      to: { tag: 'schemaDatamodel', files: [await readSchema()] },
      script: true,
      exitCode: null,
      filters: NO_FILTER,
    })
    return stdout ?? ''
  })
}

async function withEngine<Result>(
  url: string,
  work: (engine: SchemaEngine) => Promise<Result>,
): Promise<Result> {
  const pool = new Pool({ connectionString: url, max: 2 })
  try {
    const adapter = bindMigrationAwareSqlAdapterFactory(new PrismaPg(pool))
    const schema = await readSchema()
    const engine = await SchemaEngine.new({ datamodels: [[schema.path, schema.content]] }, () => {}, adapter)
    return await work(engine).finally(() => engine.free())
  } finally {
    await pool.end()
  }
}

async function readSchema() {
  const path = join(PRISMA_DIR, 'schema.prisma')
  return { path, content: await readFile(path, 'utf8') }
}

async function readMigrations(): Promise<MigrationList> {
  const names = await migrationNames()
  const lockfile = await readFile(join(MIGRATIONS_DIR, 'migration_lock.toml'), 'utf8')
  return {
    baseDir: MIGRATIONS_DIR,
    lockfile: { path: 'migration_lock.toml', content: lockfile },
    shadowDbInitScript: '',
    migrationDirectories: await Promise.all(
      names.map(async (path) => ({
        path,
        migrationFile: {
          path: 'migration.sql',
          content: {
            tag: 'ok' as const,
            value: await readFile(join(MIGRATIONS_DIR, path, 'migration.sql'), 'utf8'),
          },
        },
      })),
    ),
  }
}
