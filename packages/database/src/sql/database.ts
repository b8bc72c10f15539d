import { createPool, parseDatabaseUrl, type SessionSetting } from '@posthorn/postgres'
import { PrismaPg } from '@prisma/adapter-pg'
import { PrismaClient } from '../generated/client.ts'
import { assertWritable } from './assert-writable.ts'
import { orUnavailable } from './unavailable.ts'

/** Beyond the server's own limit: it only counts when the server no longer answers at all. */
const NO_ANSWER_MARGIN_MS = 1000

/**
 * A process that is frozen in a transaction holds its locks: those of an endpoint's gate would stop every worker. After
 * this pause between two statements the server ends its connection, and with it the transaction.
 */
const FROZEN_TRANSACTION_MS = 3000

/**
 * A statement is planned once for each connection, for planning can take as long as doing it; perhaps while a table has only
 * a few rows: reading all of it would stay the plan when it has millions. So nothing is read without an index that can be
 * read with one, nor all that an index has for a condition before the first row is given: to make a bitmap of it, or to put
 * it in another order by and by. Compiling a statement (JIT) would take longer than any of them does.
 */
const PLANNING: readonly SessionSetting[] = [
  { name: 'plan_cache_mode', value: 'force_generic_plan' },
  { name: 'enable_seqscan', value: 'off' },
  { name: 'enable_bitmapscan', value: 'off' },
  { name: 'enable_incremental_sort', value: 'off' },
  { name: 'jit', value: 'off' },
]
/** Nor is it to outlive what it was made for: after this time a connection is replaced, and its plans are made anew. */
const CONNECTION_SECONDS_MAX = 600

export interface DatabaseOptions {
  /** With `?schema=`, everything is in that schema. */
  url: string
  /** The most connections this process opens. */
  poolMax: number
  /** How long a statement may take. A service that someone waits for says soon that the database does not answer. */
  statementMsMax: number
  /** Shown in `pg_stat_activity`. */
  applicationName: string
  /** Told when an idle connection breaks, as when PostgreSQL restarts. The pool replaces it by itself. */
  onError: (error: Error) => void
}

/** One pool, used by hand-written SQL on the path of events and by Prisma for what tenants manage. */
export type Database = ReturnType<typeof createDatabase>

/** Connects on first use; `main.ts` calls it once and closes it at the end. */
export function createDatabase(options: DatabaseOptions) {
  const { connectionString, schema } = parseDatabaseUrl(options.url)
  const settings = [
    ...PLANNING,
    { name: 'statement_timeout', value: String(options.statementMsMax) },
    { name: 'idle_in_transaction_session_timeout', value: String(FROZEN_TRANSACTION_MS) },
  ]
  const pool = createPool(
    { connectionString, schema, settings },
    {
      max: options.poolMax,
      application_name: options.applicationName,
      query_timeout: options.statementMsMax + NO_ANSWER_MARGIN_MS,
      maxLifetimeSeconds: CONNECTION_SECONDS_MAX,
      // A statement need not wait for the answer to the one before it, which is also how Prisma sends some.
      pipeline: true,
    },
  )
  pool.on('error', options.onError)
  // The pool listens to a connection only while it is idle. One that breaks between two statements of a transaction would
  // end the process; so, the next statement fails.
  pool.on('connect', (client) => client.on('error', () => {}))
  const prisma = new PrismaClient({ adapter: new PrismaPg(pool, { schema }) }).$extends({
    query: { $allOperations: async ({ args, query }) => orUnavailable(query(args)) },
  })

  return {
    /** Where the tables are: it tells this Posthorn from others on the same database or Redis. */
    schema,
    pool,
    prisma,
    /** @throws UnavailableError when PostgreSQL does not answer */
    async ping(): Promise<void> {
      await orUnavailable(pool.query('SELECT 1'))
    },
    /** @throws when PostgreSQL does not answer, or does not store what it is given */
    assertWritable: () => assertWritable(pool),
    async close(): Promise<void> {
      await prisma.$disconnect()
      await pool.end()
    },
  }
}
