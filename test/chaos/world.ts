import { randomBytes } from 'node:crypto'
import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import type { CreatedEndpoint, Source } from '@posthorn/contracts'
import type { CleanupStack } from '@posthorn/runtime'
import { type ApiClient, apiClient } from '../harness/api-client.ts'
import { environmentOf } from '../harness/service.ts'
import type { Targets } from './load.ts'
import { createPartLocks, type PartLocks } from './part-locks.ts'
import type { Random } from './random.ts'
import { type Receiver, type ReceiverName, type SeenRequest, startReceiver } from './receivers.ts'
import { type RestartingService, startRestartingService } from './restarting-service.ts'
import { stablePort } from './stable-port.ts'
import { type ChaosPostgres, startChaosPostgres } from './stores/chaos-postgres.ts'
import { type ChaosRedis, startChaosRedis } from './stores/chaos-redis.ts'
import { createOutageLog, type OutageLog } from './stores/outages.ts'

export const WORKERS = ['worker-1', 'worker-2'] as const
const PROCESSES = ['api', 'ingest', ...WORKERS] as const
export type ProcessName = (typeof PROCESSES)[number]

const ADMIN_KEY = 'the-admin-key-of-the-chaos-run'
const TENANT = '/v1/tenants/chaos'
/** Timeout of the endpoints, and thus of the leases: the shorter, the sooner a lost attempt is detected. */
export const TIMEOUT_SECONDS = 2
/** Subscription of the picky endpoint: some of the published events, and of those that the source `shop` receives. */
const PICKED = ['order.shipped', 'order.refused', 'shop.order.shipped', 'shop.order.refused']
/** More than one worker has in flight: while one is frozen and its leases last, the other continues. */
const IN_FLIGHT_MAX = 200
const RETRY_SCHEDULE_SECONDS = [1, 2, 4, 8]

/** Everything that runs. */
export interface World {
  postgres: ChaosPostgres
  redis: ChaosRedis | undefined
  services: Record<ProcessName, RestartingService>
  outages: OutageLog
  locks: PartLocks
  logFolder: string
  seen: SeenRequest[]
  receiverOf: ReadonlyMap<string, ReceiverName>
  targets: Targets
}

/** Starts the stores, the services and the receivers, and creates a tenant with three endpoints and a source. */
export async function startWorld({
  folder,
  queue,
  random,
  cleanup,
}: {
  folder: string
  queue: 'redis' | 'postgres'
  random: Random
  /** Run last-in-first-out at the end; filled during the start. */
  cleanup: CleanupStack
}): Promise<World> {
  const logFolder = join(folder, 'logs')
  await mkdir(logFolder, { recursive: true })
  const outages = createOutageLog()
  const postgres = await startChaosPostgres(join(folder, 'data'), outages)
  cleanup.add('postgresql', () => postgres.stop())
  const redis = queue === 'redis' ? await startChaosRedis(outages) : undefined
  if (redis !== undefined) cleanup.add('redis', () => redis.stop())

  const seen: SeenRequest[] = []
  const receivers: Receiver[] = []
  for (const name of ['good', 'flaky', 'picky'] as const) {
    const receiver = await startReceiver(name, { seen, random })
    receivers.push(receiver)
    cleanup.add(`receiver ${name}`, () => receiver.close())
  }
  const services = await startServices({ postgres, redis, logFolder, cleanup })
  const { receiverOf, targets } = await setUp(apiClient(services.api.url, ADMIN_KEY), services, receivers)
  return {
    postgres,
    redis,
    services,
    outages,
    locks: createPartLocks(),
    logFolder,
    seen,
    receiverOf,
    targets,
  }
}

async function startServices({
  postgres,
  redis,
  logFolder,
  cleanup,
}: {
  postgres: ChaosPostgres
  redis: ChaosRedis | undefined
  logFolder: string
  cleanup: CleanupStack
}): Promise<Record<ProcessName, RestartingService>> {
  const ports = { api: await stablePort(), ingest: await stablePort() }
  const env = {
    ...environmentOf({ databaseUrl: postgres.url, redisUrl: redis?.url, adminKey: ADMIN_KEY }),
    API_PORT: String(ports.api),
    INGEST_PORT: String(ports.ingest),
    PUBLIC_INGEST_URL: `http://127.0.0.1:${ports.ingest}`,
  }
  const start = async (name: ProcessName, service: 'api' | 'ingest' | 'worker', port: number) => {
    const kept = await startRestartingService({
      name,
      service,
      port,
      env: { ...env, WORKER_PORT: String(port) },
      logFolder,
    })
    cleanup.add(name, () => kept.stop())
    return kept
  }
  return {
    api: await start('api', 'api', ports.api),
    ingest: await start('ingest', 'ingest', ports.ingest),
    'worker-1': await start('worker-1', 'worker', await stablePort()),
    'worker-2': await start('worker-2', 'worker', await stablePort()),
  }
}

async function setUp(
  api: ApiClient,
  services: Record<ProcessName, RestartingService>,
  receivers: readonly Receiver[],
): Promise<Pick<World, 'receiverOf' | 'targets'>> {
  await created(api.put(TENANT, {}))
  const receiverOf = new Map<string, ReceiverName>()
  for (const { name, url } of receivers) {
    const endpoint = await created<CreatedEndpoint>(
      api.post(`${TENANT}/endpoints`, {
        url,
        eventTypes: name === 'picky' ? PICKED : ['*'],
        timeoutSeconds: TIMEOUT_SECONDS,
        retrySchedule: RETRY_SCHEDULE_SECONDS,
        maxInFlight: IN_FLIGHT_MAX,
      }),
    )
    receiverOf.set(endpoint.id, name)
  }
  const secret = `whsec_${randomBytes(32).toString('base64')}`
  const { ingestUrl } = await created<Source>(
    api.post(`${TENANT}/sources`, { name: 'shop', provider: 'standard-webhooks', secrets: [secret] }),
  )
  const eventsUrl = `${services.api.url}${TENANT}/events`
  return { receiverOf, targets: { eventsUrl, key: ADMIN_KEY, ingestUrl, secret } }
}

async function created<Thing>(reply: Promise<{ status: number; text: string; body: Thing }>): Promise<Thing> {
  const { status, text, body } = await reply
  if (status !== 201) throw new Error(`creating the tenant: ${status} ${text}`)
  return body
}
