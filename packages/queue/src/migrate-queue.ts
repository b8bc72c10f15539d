import { parseDatabaseUrl, withConnection } from '@posthorn/postgres'
import { assertSchemaCompatibility, runMigrations, SchemaMigrationRequiredError } from 'bullmq'

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

/** The database lacks the tables of the queue. */
export class QueueNotMigratedError extends Error {
  override readonly name = 'QueueNotMigratedError'

  constructor(schema: string, options: ErrorOptions) {
    super(
      `The database lacks the tables of the queue, in its schema "${schema}". Run: npm run migrate`,
      options,
    )
  }
}

/**
 * BullMQ itself would wait for its tables in a loop that leaves the process no time for anything else.
 * @param url of the PostgreSQL database
 * @throws QueueNotMigratedError when the database lacks the tables of a queue on PostgreSQL
 */
export async function assertQueueMigrated(url: string): Promise<void> {
  const { connectionString, queueSchema } = parseDatabaseUrl(url)
  await withConnection({ connectionString, schema: queueSchema }, async (client) => {
    try {
      await assertSchemaCompatibility(client, queueSchema)
    } catch (cause) {
      throw cause instanceof SchemaMigrationRequiredError
        ? new QueueNotMigratedError(queueSchema, { cause })
        : cause
    }
  })
}
