import { Client, escapeIdentifier } from 'pg'
import type { PostgresServer } from './start-postgres.ts'

/** Creates the database unless it exists. Returns its URL. */
export async function ensureDatabase(server: Pick<PostgresServer, 'url'>, name: string): Promise<string> {
  const client = new Client({ connectionString: server.url('postgres') })
  await client.connect()
  try {
    const found = await client.query('select 1 from pg_database where datname = $1', [name])
    if (found.rowCount === 0) await client.query(`create database ${escapeIdentifier(name)}`)
  } finally {
    await client.end()
  }
  return server.url(name)
}
