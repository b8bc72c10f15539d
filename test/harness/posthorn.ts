import { randomBytes } from 'node:crypto'
import type { CreatedEndpoint, Delivery, Page, Source } from '@posthorn/contracts'
import { type ApiClient, apiClient } from './api-client.ts'
import { createTestDatabase, type QueriedDatabase, type TestDatabase } from './database/database.ts'
import { freePort } from './free-port.ts'
import { startRedis, type TestRedis } from './redis/redis.ts'
import {
  environmentOf,
  type ProgramName,
  type RunningService,
  type Service,
  type ServiceName,
  startService,
} from './service.ts'
import { waitUntil } from './wait-until.ts'

export const ADMIN_KEY = 'the-admin-key-of-the-tests'

export interface PosthornOptions {
  queue?: 'postgres' | 'redis'
  /** Default: the three services, each in its process. */
  services?: readonly ProgramName[]
  env?: Record<string, string>
  /** A migrated database on another server. Default: a new one on the test server. */
  database?: TestDatabase
  /** URL of a proxy between the services and PostgreSQL, given the URL of the database. */
  databaseUrl?: (url: string) => string
}

export interface StartOptions {
  /** Modules loaded before the service, to inject a fault. */
  imports?: string[]
  /** Overrides variables of `PosthornOptions`. */
  env?: Record<string, string>
}

/** Posthorn as in production, for tests that neither stop nor break it. */
export interface RunningPosthorn {
  database: QueriedDatabase
  /** Uses the admin key. */
  api: ApiClient
  service(name: ServiceName): RunningService
  /** Creates a tenant for one test. */
  createTenant(): Promise<Tenant>
}

/** Posthorn of one test file: a process for each service, a database, a queue. */
export interface Posthorn extends RunningPosthorn {
  database: TestDatabase
  redis: TestRedis | undefined
  service(name: ServiceName): Service
  /** Starts a service, or all in one process: in place of one that has ended, or as another process. */
  start(name: ProgramName, options?: StartOptions): Promise<Service>
  /** Stops every running process of a service. */
  stopAll(name: ProgramName): Promise<void>
  stop(): Promise<void>
}

/** One tenant, and what tests do with it. */
export interface Tenant {
  id: string
  path: string
  endpoint(body: object): Promise<CreatedEndpoint>
  source(body: object): Promise<Source>
  /** Waits until none of the tenant's deliveries is pending, and returns them, oldest first. */
  settled(count: number, deadlineMs?: number): Promise<Delivery[]>
}

export async function startPosthorn(options: PosthornOptions = {}): Promise<Posthorn> {
  const { queue = 'postgres', services = ['api', 'ingest', 'worker'] } = options
  const database = options.database ?? (await createTestDatabase())
  const redis = queue === 'redis' ? await startRedis() : undefined
  const databaseUrl = options.databaseUrl?.(database.url) ?? database.url
  const env = { ...environmentOf({ databaseUrl, redisUrl: redis?.url, adminKey: ADMIN_KEY }), ...options.env }
  const running = new Map<ServiceName, Service>()
  const everStarted: { name: ProgramName; service: Service }[] = []
  const start = async (name: ProgramName, { imports = [], env: changes = {} }: StartOptions = {}) => {
    if (name === 'all') return startInOneProcess({ imports, env: changes })
    // Sources show the URL of the running ingest.
    const ingest = running.get('ingest')
    const ingestUrl = name === 'api' && ingest !== undefined ? { PUBLIC_INGEST_URL: ingest.url } : {}
    const service = await startService(name, { ...env, ...ingestUrl, ...changes }, { imports })
    running.set(name, service)
    everStarted.push({ name, service })
    return service
  }
  /** All three need known ports: the API shows the URL of ingest before ingest listens. */
  const startInOneProcess = async ({ imports = [], env: changes = {} }: StartOptions) => {
    const [ingest, worker] = [await freePort(), await freePort()]
    const [ingestUrl, workerUrl] = [`http://127.0.0.1:${ingest}`, `http://127.0.0.1:${worker}`]
    const ports = { INGEST_PORT: String(ingest), WORKER_PORT: String(worker), PUBLIC_INGEST_URL: ingestUrl }
    const service = await startService('all', { ...env, ...ports, ...changes }, { imports })
    running.set('api', service)
    running.set('ingest', { ...service, url: ingestUrl })
    running.set('worker', { ...service, url: workerUrl })
    everStarted.push({ name: 'all', service })
    return service
  }
  const first = services.filter((name) => name !== 'api')
  await Promise.all(first.map((name) => start(name)))
  if (services.includes('api')) await start('api')

  const service = (name: ServiceName): Service => {
    const found = running.get(name)
    if (found === undefined) throw new Error(`${name} was not started`)
    return found
  }
  // Looked up at each call: a restarted service has another port.
  const api = lateBound(() => apiClient(service('api').url, ADMIN_KEY))
  return {
    database,
    redis,
    api,
    service,
    start,
    async stopAll(name) {
      await Promise.all(everStarted.filter((each) => each.name === name).map((each) => each.service.stop()))
    },
    createTenant: () => createTenant(api),
    async stop() {
      await Promise.all(everStarted.map((each) => each.service.stop()))
      await redis?.stop()
      await database.drop()
    },
  }
}

function lateBound(current: () => ApiClient): ApiClient {
  return {
    get: (...args) => current().get(...args),
    post: (...args) => current().post(...args),
    put: (...args) => current().put(...args),
    patch: (...args) => current().patch(...args),
    delete: (...args) => current().delete(...args),
    as: (key) => lateBound(() => current().as(key)),
  }
}

/** Creates a tenant with a name of its own. */
export async function createTenant(api: ApiClient): Promise<Tenant> {
  const id = `tenant-${randomBytes(5).toString('hex')}`
  const path = `/v1/tenants/${id}`
  await api.put(path, {})
  const created = async <Thing>(kind: string, body: object): Promise<Thing> => {
    const reply = await api.post<Thing>(`${path}/${kind}`, body)
    if (reply.status !== 201) throw new Error(`POST ${kind}: ${reply.status} ${reply.text}`)
    return reply.body
  }
  return {
    id,
    path,
    endpoint: (body) => created<CreatedEndpoint>('endpoints', body),
    source: (body) => created<Source>('sources', body),
    settled: (count, deadlineMs) =>
      waitUntil(
        `${count} deliveries to be finished`,
        async () => {
          const { body } = await api.get<Page<Delivery>>(`${path}/deliveries?limit=250`)
          const finished = body.data.filter(({ status }) => status !== 'pending')
          return finished.length >= count && finished.length === body.data.length && finished.toReversed()
        },
        deadlineMs,
      ),
  }
}
