import { parseDatabaseUrl, withConnection } from '@posthorn/postgres'
import { runMigrations } from 'bullmq'

/**
 * Makes or brings up to date the tables that BullMQ needs when the queue is kept in the database. They are made in any
 * case, so that a change between Redis and PostgreSQL needs no migration.
 * @param url of the PostgreSQL database
 */
export async function migrateQueue(url: string): Promise<void> {
  const { connectionString, queueSchema } = parseDatabaseUrl(url)
  await withConnection({ connectionString, schema: queueSchema }, async (client) => {
    await runMigrations(client, queueSchema)
  })
}
