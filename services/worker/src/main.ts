import { assertMigrated, createDatabase } from '@posthorn/database'
import { createEgress } from '@posthorn/egress'
import { openDeliveryQueue, startDeliveryWorker } from '@posthorn/queue'
import { createSecretBox } from '@posthorn/secrets'
import { createHttpApp, health, runService } from '@posthorn/service'
import packageJson from '../package.json' with { type: 'json' }
import { readConfig } from './config.ts'
import { deliver } from './deliver.ts'
import { HealthTally } from './health-tally.ts'
import { keepHouse } from './keep-house.ts'
import { resumePending } from './resume-pending.ts'
import { wakeEndpoints } from './wake-endpoints.ts'

const POOL_MAX = 20
const STATEMENT_MS_MAX = 15_000
/** Requests in flight have this long to finish once the worker is told to stop. */
const FINISH_MS = 25_000
const HEALTH_BODY_BYTES_MAX = 1024

await runService({
  name: 'worker',
  environment: process.env,
  readConfig,
  async start({ config, logger, releases, isStopping }) {
    const onError = (error: Error) => logger.warn({ err: error }, 'connection.trouble')
    const database = createDatabase({
      url: config.DATABASE_URL,
      poolMax: POOL_MAX,
      statementMsMax: STATEMENT_MS_MAX,
      applicationName: 'posthorn-worker',
      onError,
    })
    releases.add('database', () => database.close())
    await assertMigrated(database.pool)

    const location = { redisUrl: config.REDIS_URL, databaseUrl: config.DATABASE_URL }
    const queue = await openDeliveryQueue(location, onError)
    releases.add('queue', () => queue.close())

    const egress = createEgress({ allowCidrs: config.EGRESS_ALLOW_CIDRS, proxyUrl: config.EGRESS_PROXY_URL })
    releases.add('egress', () => egress.close(0))

    // Acquired before the deliveries, so that it says "stopping" while they finish.
    const app = createHttpApp({ logger, bodyBytesMax: HEALTH_BODY_BYTES_MAX })
    const checks = [
      { name: 'postgresql', check: () => database.ping() },
      { name: 'queue', check: () => queue.ping() },
    ]
    await app.register(health, { checks, isStopping })
    const url = await app.listen({ host: config.HOST, port: config.WORKER_PORT })
    releases.add('http', () => app.close())

    const outOfTime = new AbortController()
    const dependencies = {
      database,
      queue,
      egress,
      secretBox: createSecretBox(config.POSTHORN_ENCRYPTION_KEY),
      health: new HealthTally({ database, logger }),
      logger,
      userAgent: `Posthorn/${packageJson.version}`,
      now: () => new Date(),
      monotonicMs: () => performance.now(),
      random: Math.random,
      signal: outOfTime.signal,
    }
    const worker = startDeliveryWorker({
      ...location,
      concurrency: config.WORKER_CONCURRENCY,
      handle: ({ deliveryId }) => deliver(dependencies, deliveryId),
      onError,
      onFailed: (error) => logger.error({ err: error }, 'delivery.postponed'),
    })
    releases.add('deliveries', async () => {
      await worker.close(FINISH_MS)
      outOfTime.abort()
    })

    const rounds = new AbortController()
    const running = [
      resumePending(dependencies, rounds.signal),
      wakeEndpoints(dependencies, rounds.signal),
      keepHouse(dependencies, rounds.signal),
      dependencies.health.run(rounds.signal),
    ]
    releases.add('rounds', async () => {
      rounds.abort()
      await Promise.all(running)
    })
    return url
  },
})
