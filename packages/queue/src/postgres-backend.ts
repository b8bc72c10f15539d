import { createPool, parseDatabaseUrl } from '@posthorn/postgres'
import {
  type BackendFactory,
  type PgPool,
  PostgresConnection,
  PostgresQueueBackend,
  withBackend,
} from 'bullmq'
import type { Pool } from 'pg'

const POOL_MAX = 6 // one of them listens
const STATEMENT_MS_MAX = 30_000
const STATEMENT_TIMEOUT = { name: 'statement_timeout', value: String(STATEMENT_MS_MAX) }
/** Of a server that does not answer: otherwise its connections stay in use, and after a failover none is left. */
const NO_ANSWER_MS_MAX = STATEMENT_MS_MAX + 1000

/**
 * BullMQ's connection on a pool with Posthorn's session settings, which also works with PgBouncer. BullMQ does not close a pool that
 * it is given, and looks for its tables in the schema `bullmq`.
 */
class PooledConnection extends PostgresConnection {
  override readonly schema: string
  readonly #pool: Pool
  #closed: Promise<void> | undefined

  constructor(pool: Pool, schema: string) {
    // The published types of pg lack an index signature that BullMQ's type requires.
    super(pool as PgPool)
    this.#pool = pool
    this.schema = schema
  }

  override close(): Promise<void> {
    this.#closed ??= this.#closeBoth()
    return this.#closed
  }

  async #closeBoth(): Promise<void> {
    await super.close()
    await this.#pool.end()
  }
}

/** BullMQ's classes with the queue on PostgreSQL; `connection` creates the connection for their constructors. */
export function onPostgresOf(databaseUrl: string) {
  const { connectionString, queueSchema } = parseDatabaseUrl(databaseUrl)
  const factory: BackendFactory<PostgresQueueBackend, Pool> = (
    name,
    options,
    { withBlockingConnection } = {},
  ) => {
    const { connection: pool, ...others } = options
    const connection = new PooledConnection(pool, queueSchema)
    // Shown in pg_stat_activity, as BullMQ's own backend names it.
    const listener = withBlockingConnection ? `${name}:w` : undefined
    return new PostgresQueueBackend(
      connection,
      name,
      { ...others, connection: pool as PgPool },
      true,
      listener,
    )
  }
  return {
    ...withBackend(factory),
    connection: () =>
      createPool(
        { connectionString, schema: queueSchema, settings: [STATEMENT_TIMEOUT] },
        { max: POOL_MAX, application_name: 'posthorn-queue', query_timeout: NO_ANSWER_MS_MAX },
      ),
  }
}
