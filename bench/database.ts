import { ensureDatabase, type PostgresServer } from '@posthorn/dev/postgres'
import type { CleanupStack } from '@posthorn/runtime'
import { Client, escapeIdentifier } from 'pg'
import type { Version } from './version.ts'

/** Creates a database that is dropped at the end: background work on it would disturb the next measurement. */
export async function createDatabase({
  postgres,
  name,
  version,
  cleanup,
}: {
  postgres: PostgresServer
  name: string
  version: Version
  cleanup: CleanupStack
}): Promise<{ databaseUrl: string; client: Client }> {
  const databaseUrl = await ensureDatabase(postgres, name)
  cleanup.add('database', () => dropDatabase(postgres, name))
  await version.migrate(databaseUrl)
  const client = new Client({ connectionString: databaseUrl })
  client.on('error', () => {})
  await client.connect()
  cleanup.add('client', () => client.end())
  return { databaseUrl, client }
}

async function dropDatabase(postgres: PostgresServer, name: string): Promise<void> {
  const client = new Client({ connectionString: postgres.url('postgres') })
  await client.connect()
  try {
    await client.query(`DROP DATABASE ${escapeIdentifier(name)} WITH (FORCE)`)
  } finally {
    await client.end()
  }
}
