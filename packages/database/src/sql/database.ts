import { createPool, parseDatabaseUrl, type SessionSetting } from '@posthorn/postgres'
import { PrismaPg } from '@prisma/adapter-pg'
import type { Pool } from 'pg'
import { PrismaClient } from '../generated/client.ts'
import { assertWritable } from './assert-writable.ts'
import { orUnavailable } from './unavailable.ts'

/** Client-side margin beyond the server's statement timeout, for a server that does not answer. */
const NO_ANSWER_MARGIN_MS = 1000

/**
 * A process that is frozen in a transaction keeps its locks, and a locked gate would stop every worker. After this pause
 * between two statements the server closes the connection and rolls back.
 */
const FROZEN_TRANSACTION_MS = 3000

/**
 * A statement is planned once for each connection, because planning can take as long as executing it. If the table has few
 * rows then, a sequential scan would remain the plan for millions of rows. So these settings force index access, without plans
 * that read all matching rows before the first result (bitmap scans, incremental sorts). JIT compilation would take longer
 * than any statement.
 */
const PLANNING: readonly SessionSetting[] = [
  { name: 'plan_cache_mode', value: 'force_generic_plan' },
  { name: 'enable_seqscan', value: 'off' },
  { name: 'enable_bitmapscan', value: 'off' },
  { name: 'enable_incremental_sort', value: 'off' },
  { name: 'jit', value: 'off' },
]
/** Maximum age of a connection, and so of its plans. */
const CONNECTION_SECONDS_MAX = 600

export interface DatabaseOptions {
  /** `?schema=` selects the schema of all tables. */
  url: string
  /** Maximum number of connections of this process. */
  poolMax: number
  /** Statement timeout. Short in a service whose clients wait for the answer. */
  statementMsMax: number
  /** Shown in `pg_stat_activity`. */
  applicationName: string
  /** Called when an idle connection breaks, for example when PostgreSQL restarts. The pool replaces the connection. */
  onError: (error: Error) => void
}

/** The connections of a pool. */
export interface PoolState {
  used: number
  idle: number
  /** Connections at once, at most. */
  max: number
  /** Queries and transactions that wait for a connection. */
  waiting: number
}

/** The database of a process. Only the functions of this package reach its connections: no other package writes SQL. */
export interface Database {
  /** The schema of the tables. Distinguishes installations that share a database or Redis. */
  readonly schema: string
  /** @throws UnavailableError when PostgreSQL does not answer */
  ping(): Promise<void>
  /** @throws when PostgreSQL does not answer or does not store data */
  assertWritable(): Promise<void>
  /** For metrics. */
  poolState(): PoolState
  close(): Promise<void>
}

/** One pool, used by hand-written SQL on the path of events and by Prisma in `managing/`. */
interface Connections {
  pool: Pool
  /** Created on first use: it takes a service that has none time to start, and memory. */
  prisma(): PrismaConnection
}

export type PrismaConnection = ReturnType<typeof connectPrisma>

const connectionsOf = new WeakMap<Database, Connections>()

/** For hand-written SQL. Not exported from the package. */
export function poolOf(database: Database): Pool {
  return connectionsIn(database).pool
}

/** For `managing/`. Not exported from the package. */
export function prismaOf(database: Database): PrismaConnection {
  return connectionsIn(database).prisma()
}

function connectionsIn(database: Database): Connections {
  const connections = connectionsOf.get(database)
  if (connections === undefined)
    throw new TypeError('expected the result of createDatabase, got another object')
  return connections
}

function connectPrisma(pool: Pool, schema: string) {
  return new PrismaClient({ adapter: new PrismaPg(pool, { schema }) }).$extends({
    query: { $allOperations: async ({ args, query }) => orUnavailable(query(args)) },
  })
}

/** Connects on first use. `main.ts` calls it once and closes it at the end. */
export function createDatabase(options: DatabaseOptions): Database {
  const { schema } = parseDatabaseUrl(options.url)
  const pool = openPool(options, schema)
  let prisma: PrismaConnection | undefined

  const database: Database = {
    schema,
    async ping() {
      await orUnavailable(pool.query('SELECT 1'))
    },
    assertWritable: () => assertWritable(pool),
    poolState: () => ({
      used: pool.totalCount - pool.idleCount,
      idle: pool.idleCount,
      max: options.poolMax,
      waiting: pool.waitingCount,
    }),
    async close() {
      await prisma?.$disconnect()
      await pool.end()
    },
  }
  connectionsOf.set(database, {
    pool,
    prisma() {
      prisma ??= connectPrisma(pool, schema)
      return prisma
    },
  })
  return database
}

/**
 * A pool for hand-written SQL, with the settings that its statements rely on. Not exported from the package.
 * @param schema of the tables, whatever the URL says
 */
export function openPool(options: DatabaseOptions, schema: string): Pool {
  const { connectionString } = parseDatabaseUrl(options.url)
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
      // `runPipelined` and Prisma send statements without waiting for the previous answer.
      pipeline: true,
    },
  )
  pool.on('error', options.onError)
  // The pool listens for errors only on idle connections. Without a listener, a connection that breaks between two statements
  // of a transaction ends the process; with one, the next statement fails.
  pool.on('connect', (client) => client.on('error', () => {}))
  return pool
}
