import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import { type PostgresServer, startPostgres } from '@posthorn/dev/postgres'
import type { CleanupStack } from '@posthorn/runtime'
import type { Client, QueryResultRow } from 'pg'
import { type ApiClient, apiClient } from '../test/harness/api-client.ts'
import { startRedis } from '../test/harness/redis/redis.ts'
import { environmentOf } from '../test/harness/service.ts'
import { type Span, watchCost } from './cost/cost.ts'
import { postgresProcess, redisProcess } from './cost/server-processes.ts'
import { createDatabase } from './database.ts'
import { type MeasuredService, startService } from './service.ts'
import { type ServiceName, type Version, WORKING_TREE } from './version.ts'

const ADMIN_KEY = 'the-admin-key-of-the-measurement'

/** An empty Posthorn installation as in production: its processes, a database, a queue. */
export interface MeasuredPosthorn {
  apiUrl: string
  /** A client with the admin key. */
  api: ApiClient
  /** Starts a service, or a further process of it. */
  start(name: ServiceName): Promise<MeasuredService>
  /** All started processes. */
  services(): readonly (MeasuredService & { name: ServiceName })[]
  query<Row extends QueryResultRow>(text: string, values?: unknown[]): Promise<Row[]>
  /** Measures its processor time after so many seconds; the returned function ends the measurement. */
  watchCost(afterSeconds?: number): () => Promise<Span>
  /** @throws when a service has exited */
  assertRunning(): void
}

export interface PosthornOptions {
  postgres: PostgresServer
  /** The name of the database and log files; unique. */
  name: string
  queue: 'redis' | 'postgres'
  folder: string
  cleanup: CleanupStack
  /** Default: the working tree. */
  version?: Version
  /** The services to start at once. Default: API and worker. */
  services?: readonly ServiceName[]
  /** The directory for CPU profiles; none are written without it. */
  cpuProf?: string | undefined
}

/** Starts a PostgreSQL server with the durability of production. */
export async function startDurablePostgres(folder: string, cleanup: CleanupStack): Promise<PostgresServer> {
  const server = await startPostgres({ dataDir: join(folder, 'data'), durable: true })
  cleanup.add('postgresql', async () => {
    await server.stop({ hurry: true })
    // For root it may be outside the directory.
    await rm(server.home, { recursive: true, force: true })
  })
  return server
}

/** Starts the services on their own database and Redis. */
export async function startPosthorn(options: PosthornOptions): Promise<MeasuredPosthorn> {
  const { name, folder, cleanup, version = WORKING_TREE } = options
  const { databaseUrl, client } = await createDatabase({ ...options, version })
  const redis = options.queue === 'redis' ? await startRedis() : undefined
  if (redis !== undefined) cleanup.add('redis', () => redis.stop('SIGTERM'))
  const servers = [
    ...(await postgresProcess(client)),
    ...(redis === undefined ? [] : await redisProcess(redis.url)),
  ]

  const env = environmentOf({ databaseUrl, redisUrl: redis?.url, adminKey: ADMIN_KEY })
  const started: (MeasuredService & { name: ServiceName })[] = []
  let startCount = 0
  const start = async (service: ServiceName) => {
    const logFile = join(folder, `${name}-${service}-${startCount}.log`)
    startCount += 1
    const one = await startService(service, { version, env, logFile, cpuProf: options.cpuProf })
    cleanup.add(service, () => one.stop())
    started.push({ ...one, name: service })
    return one
  }
  await Promise.all((options.services ?? ['worker', 'api']).map(start))
  const apiUrl = started.find((service) => service.name === 'api' || service.name === 'all')?.url ?? ''
  return {
    apiUrl,
    api: apiClient(apiUrl, ADMIN_KEY),
    start,
    services: () => started,
    query: async <Row extends QueryResultRow>(text: string, values: unknown[] = []) =>
      (await client.query<Row>(text, values)).rows,
    watchCost: (afterSeconds) =>
      watchCost(() => [...servers, ...started.map(({ name: component, pid }) => ({ component, pid }))], {
        afterSeconds,
        walBytes: () => walBytes(client),
      }),
    assertRunning() {
      for (const service of started) service.assertRunning()
    },
  }
}

async function walBytes(client: Client): Promise<number> {
  const text = "SELECT pg_wal_lsn_diff(pg_current_wal_insert_lsn(), '0/0')::float8 AS bytes"
  const { rows } = await client.query<{ bytes: number }>(text)
  return rows[0]?.bytes ?? 0
}
