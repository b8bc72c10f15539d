import { randomBytes } from 'node:crypto'
import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import { applyMigrations } from '@posthorn/database/migrations'
import { ensureDatabase, type PostgresServer, startPostgres } from '@posthorn/dev/postgres'
import { migrateQueue } from '@posthorn/queue'
import { Client, type QueryResultRow } from 'pg'
import { type ApiClient, apiClient } from '../test/harness/api-client.ts'
import { startRedis } from '../test/harness/redis.ts'
import { type MeasuredService, type ServiceName, startService } from './service.ts'

const ADMIN_KEY = 'the-admin-key-of-the-measurement'

/** What is to be done at the end, the last first. */
export type Releases = (() => Promise<void>)[]

/** Posthorn as it runs in production, with nothing in it: a process for each service, a database, a queue. */
export interface MeasuredPosthorn {
  apiUrl: string
  /** With the admin key. */
  api: ApiClient
  /** Starts a service, or another process of it. */
  start(name: ServiceName): Promise<MeasuredService>
  /** All processes that were started, by their names. */
  services(): readonly (MeasuredService & { name: ServiceName })[]
  query<Row extends QueryResultRow>(text: string, values?: unknown[]): Promise<Row[]>
  /** @throws when a service has ended */
  assertRunning(): void
}

export interface PosthornOptions {
  postgres: PostgresServer
  /** Of the database and the log files: another one each time. */
  name: string
  queue: 'redis' | 'postgres'
  folder: string
  releases: Releases
  /** Which to start; the others can be started later. Default: an API and a worker. */
  services?: readonly ServiceName[]
  /** Where they write CPU profiles, if they are to. */
  cpuProf?: string | undefined
}

/** A server for the databases of a measurement. What it confirms is on the disk, as in production. */
export async function startDurablePostgres(folder: string, releases: Releases): Promise<PostgresServer> {
  const server = await startPostgres({ dataDir: join(folder, 'data'), durable: true })
  releases.push(async () => {
    await server.stop({ hurry: true })
    // As root it may be outside the folder.
    await rm(server.home, { recursive: true, force: true })
  })
  return server
}

/** Starts the services on a database and a Redis of their own. */
export async function startPosthorn(options: PosthornOptions): Promise<MeasuredPosthorn> {
  const { postgres, name, folder, releases } = options
  const databaseUrl = await ensureDatabase(postgres, name)
  await applyMigrations(databaseUrl)
  await migrateQueue(databaseUrl)
  const client = new Client({ connectionString: databaseUrl })
  client.on('error', () => {})
  await client.connect()
  releases.push(() => client.end())

  const env = environment(databaseUrl, await redisUrl(options))
  const started: (MeasuredService & { name: ServiceName })[] = []
  const start = async (service: ServiceName) => {
    const logFile = join(folder, `${name}-${service}-${started.length}.log`)
    const one = await startService(service, { env, logFile, cpuProf: options.cpuProf })
    releases.push(() => one.stop())
    started.push({ ...one, name: service })
    return one
  }
  for (const service of options.services ?? ['worker', 'api']) await start(service)
  const apiUrl = started.find((service) => service.name === 'api')?.url ?? ''
  return {
    apiUrl,
    api: apiClient(apiUrl, ADMIN_KEY),
    start,
    services: () => started,
    query: async <Row extends QueryResultRow>(text: string, values: unknown[] = []) =>
      (await client.query<Row>(text, values)).rows,
    assertRunning() {
      for (const service of started) service.assertRunning()
    },
  }
}

async function redisUrl({ queue, releases }: PosthornOptions): Promise<string | undefined> {
  if (queue === 'postgres') return undefined
  const redis = await startRedis()
  releases.push(() => redis.stop('SIGTERM'))
  return redis.url
}

function environment(databaseUrl: string, redis: string | undefined): Record<string, string> {
  return {
    DATABASE_URL: databaseUrl,
    ...(redis === undefined ? {} : { REDIS_URL: redis }),
    POSTHORN_ADMIN_KEY: ADMIN_KEY,
    POSTHORN_ENCRYPTION_KEY: randomBytes(32).toString('base64'),
    API_PORT: '0',
    INGEST_PORT: '0',
    WORKER_PORT: '0',
    ALLOW_HTTP_ENDPOINTS: 'true',
    EGRESS_ALLOW_CIDRS: '127.0.0.0/8,::1/128',
  }
}

/** Runs the releases, the last first, also when one of them fails. */
export async function release(releases: Releases): Promise<void> {
  for (const each of releases.toReversed()) await each().catch((error: unknown) => console.error(error))
}
