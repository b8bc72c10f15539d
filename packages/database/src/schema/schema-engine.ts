import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { createPool, ensureSchema, parseDatabaseUrl } from '@posthorn/postgres'
import { PrismaPg } from '@prisma/adapter-pg'
import { bindMigrationAwareSqlAdapterFactory } from '@prisma/driver-adapter-utils'
import { SchemaEngine } from '@prisma/schema-engine-wasm'
import type { Pool } from 'pg'

export const SCHEMA_FILE = join(import.meta.dirname, '../../../../prisma/schema.prisma')

/**
 * Lends Prisma's schema engine as WebAssembly.
 * @param url of the database; the engine connects when it needs to
 */
export async function withEngine<Result>(
  url: string,
  work: (engine: SchemaEngine) => Promise<Result>,
): Promise<Result> {
  await ensureSchema(url)
  const { connectionString, schema: namespace } = parseDatabaseUrl(url)
  const pool = createPool({ connectionString, schema: namespace }, { max: 2 })
  try {
    const adapter = bindMigrationAwareSqlAdapterFactory(adapterOf(pool, namespace))
    const schema = await readFile(SCHEMA_FILE, 'utf8')
    const engine = await SchemaEngine.new({ datamodels: [[SCHEMA_FILE, schema]] }, () => {}, adapter)
    return await work(engine).finally(() => engine.free())
  } finally {
    await pool.end()
  }
}

/**
 * The adapter splits a script at every semicolon, even within the body of a function. PostgreSQL accepts the whole script and
 * runs it in one transaction, so a failed migration changes nothing.
 */
function adapterOf(pool: Pool, schema: string): PrismaPg {
  const factory = new PrismaPg(pool, { schema })
  const connect = factory.connect.bind(factory)
  factory.connect = async () => {
    const adapter = await connect()
    adapter.executeScript = async (script) => {
      await pool.query(script)
    }
    return adapter
  }
  return factory
}
