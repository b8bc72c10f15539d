import type { Client } from 'pg'
import { withConnection } from './connections.ts'
import { parseDatabaseUrl } from './database-url.ts'

/**
 * Creates the schema of a database URL if it is missing. Checks first, because `CREATE SCHEMA IF NOT EXISTS` needs the
 * privilege to create schemas even if the schema exists.
 */
export async function ensureSchema(url: string): Promise<void> {
  const { connectionString, schema } = parseDatabaseUrl(url)
  await withConnection({ connectionString, schema }, async (client) => {
    if (await hasSchema(client, schema)) return
    await client.query(`CREATE SCHEMA IF NOT EXISTS "${schema}"`)
  })
}

async function hasSchema(client: Client, schema: string): Promise<boolean> {
  const { rowCount } = await client.query('SELECT FROM pg_catalog.pg_namespace WHERE nspname = $1', [schema])
  return rowCount === 1
}
