import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { createPool, ensureSchema, parseDatabaseUrl } from '@posthorn/postgres'
import { PrismaPg } from '@prisma/adapter-pg'
import { bindMigrationAwareSqlAdapterFactory } from '@prisma/driver-adapter-utils'
import { SchemaEngine } from '@prisma/schema-engine-wasm'

export const SCHEMA_FILE = join(import.meta.dirname, '../../../../prisma/schema.prisma')

/**
 * Lends Prisma's schema engine as WebAssembly, which downloads nothing.
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
    const adapter = bindMigrationAwareSqlAdapterFactory(new PrismaPg(pool, { schema: namespace }))
    const schema = await readFile(SCHEMA_FILE, 'utf8')
    const engine = await SchemaEngine.new({ datamodels: [[SCHEMA_FILE, schema]] }, () => {}, adapter)
    return await work(engine).finally(() => engine.free())
  } finally {
    await pool.end()
  }
}
