import { totalmem } from 'node:os'
import { setTimeout } from 'node:timers/promises'
import { getHeapStatistics } from 'node:v8'
import { createEgress } from '@posthorn/egress'
import { startQueueConsumer } from '@posthorn/queue'
import {
  createHttpApp,
  health,
  type Metrics,
  metricsRoute,
  type ServiceContext,
  type Stores,
  withoutRedaction,
} from '@posthorn/runtime'
import { cachingSecretBox } from '@posthorn/secrets'
import packageJson from '../package.json' with { type: 'json' }
import { capacityOf } from './claiming/capacity.ts'
import { Dispatcher } from './claiming/dispatcher.ts'
import { InFlight } from './claiming/in-flight.ts'
import type { WorkerConfig } from './config.ts'
import { createDeliveryStore } from './delivering/delivery-store.ts'
import { HealthTally } from './delivering/health-tally.ts'
import { startRounds } from './rounds/start-rounds.ts'
import { createWorkerMetrics } from './worker-metrics.ts'

/** Time limit of a statement: no client waits for one. */
export const STATEMENT_MS_MAX = 15_000
/** Deliveries in flight have this long to finish after a stop signal. */
const FINISH_MS = 25_000
/** Then each of their records is written for the last time. */
const LAST_WRITES_MS = 1000
const HEALTH_BODY_BYTES_MAX = 1024
/** Decrypted secrets and headers in the cache: for a few thousand busy endpoints. */
const SECRETS_MAX = 20_000

/** A worker that runs in this process. */
export interface RunningWorker {
  /** For health and metrics. */
  url: string
  /** Takes due deliveries, like the jobs of the queue. */
  dispatcher: Pick<Dispatcher, 'handle'>
}

/** Starts the worker in this process. */
export async function startWorker(
  { config, logger, cleanup, isStopping }: ServiceContext<WorkerConfig>,
  { stores, metrics }: { stores: Stores; metrics: Metrics },
): Promise<RunningWorker> {
  const { queueLocation, checks, onError } = stores

  const egress = createEgress({
    allowCidrs: config.EGRESS_ALLOW_CIDRS,
    denyCidrs: config.EGRESS_DENY_CIDRS,
    proxyUrl: config.EGRESS_PROXY_URL,
  })
  cleanup.add('egress', () => egress.close(0))

  // Acquired before the deliveries, so that readiness is "stopping" while they finish.
  const app = createHttpApp({ logger, metrics, bodyBytesMax: HEALTH_BODY_BYTES_MAX })
  await app.register(health, { checks, metrics, isStopping })
  await app.register(metricsRoute, { metrics })
  const url = await app.listen({ host: config.HOST, port: config.WORKER_PORT })
  cleanup.add('http', () => app.close())

  const outOfTime = new AbortController()
  const capacity = capacityOf(config.WORKER_CONCURRENCY, memoryLimits())
  logger.info(capacity, 'capacity.determined')
  const inFlight: InFlight = new InFlight(capacity, () => dispatcher.claimMore())
  const store = createDeliveryStore(stores)
  const deliverDependencies = {
    ...stores,
    config,
    store,
    secretBox: cachingSecretBox(stores.secretBox, SECRETS_MAX),
    egress,
    health: new HealthTally({ ...stores, logger }),
    metrics: createWorkerMetrics(metrics, { inFlight, slots: capacity.slots }),
    logger,
    attemptLog: withoutRedaction(logger),
    userAgent: `Posthorn/${packageJson.version}`,
    now: () => new Date(),
    monotonicMs: () => performance.now(),
    random: Math.random,
    signal: outOfTime.signal,
  }
  const dispatcher = new Dispatcher({ ...deliverDependencies, inFlight, claim: store.claim })
  // Released after the deliveries, whose results it counts.
  const healthStop = new AbortController()
  const healthEnd = deliverDependencies.health.run(healthStop.signal)
  cleanup.add('health', async () => {
    healthStop.abort()
    await healthEnd
  })

  const claimsStop = new AbortController()
  const claimsEnd = dispatcher.run(claimsStop.signal)
  const consumer = startQueueConsumer({
    ...queueLocation,
    handle: (job) => dispatcher.handle(job),
    onError,
    onFailed: (error) => logger.error({ err: error, retrying: true }, 'queue.job_failed'),
  })
  cleanup.add('deliveries', async () => {
    const lateness = setTimeout(FINISH_MS, undefined, { ref: false })
    await consumer.close(FINISH_MS)
    const returned = dispatcher.returnUnclaimed()
    await Promise.race([Promise.all([returned, inFlight.empty()]), lateness])
    outOfTime.abort()
    // The last writes fail now, and are logged.
    await Promise.race([inFlight.empty(), setTimeout(LAST_WRITES_MS, undefined, { ref: false })])
  })

  const rounds = startRounds({ ...deliverDependencies, dispatcher })
  cleanup.add('rounds', () => rounds.stop())
  // Released first, so that no delivery starts while the rounds end.
  cleanup.add('claims', async () => {
    claimsStop.abort()
    await claimsEnd
  })
  return { url, dispatcher }
}

function memoryLimits() {
  return {
    processBytes: Math.min(process.constrainedMemory() || Number.POSITIVE_INFINITY, totalmem()),
    heapBytes: getHeapStatistics().heap_size_limit,
  }
}
