import { runMigrations } from 'bullmq'
import { Client } from 'pg'
import { POSTGRES_SCHEMA } from './jobs.ts'

/**
 * Makes or brings up to date the tables that BullMQ needs when the queue is kept in the database. They are made in any
 * case, so that a change between Redis and PostgreSQL needs no migration.
 * @param url of the PostgreSQL database
 */
export async function migrateQueue(url: string): Promise<void> {
  const client = new Client({ connectionString: url })
  await client.connect()
  try {
    await runMigrations(client, POSTGRES_SCHEMA)
  } finally {
    await client.end()
  }
}
