import { parseDatabaseUrl, withConnection } from '@posthorn/postgres'
import { runMigrations } from 'bullmq'

/**
 * Creates or updates the tables that BullMQ needs for a queue on PostgreSQL. They always exist, so that a change between Redis and
 * PostgreSQL needs no migration.
 * @param url of the PostgreSQL database
 */
export async function migrateQueue(url: string): Promise<void> {
  const { connectionString, queueSchema } = parseDatabaseUrl(url)
  await withConnection({ connectionString, schema: queueSchema }, async (client) => {
    await runMigrations(client, queueSchema)
  })
}
