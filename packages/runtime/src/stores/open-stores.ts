import { assertMigrated, createDatabase, type Database } from '@posthorn/database'
import {
  assertQueueMigrated,
  type DeliveryQueue,
  type LiveBus,
  openDeliveryQueue,
  type QueueLocation,
} from '@posthorn/queue'
import { createSecretBox, type SecretBox } from '@posthorn/secrets'
import type { ReadinessCheck } from '../health/readiness-probe.ts'
import type { StoreMetrics } from '../health/store-metrics.ts'
import type { ServiceContext } from '../run-service.ts'
import { assertEncryptionKey } from './assert-encryption-key.ts'
import { countedQueue } from './counted-queue.ts'
import { openLive } from './open-live.ts'
import { assertDatabaseReachable, assertRedisReachable } from './reachable.ts'

const POOL_MAX = 20

/** The dependencies of every service. */
export interface Stores {
  database: Database
  queue: DeliveryQueue
  /** Hints for those who watch a tenant. */
  live: LiveBus
  secretBox: SecretBox
  /** The worker takes jobs from there. */
  queueLocation: QueueLocation
  /** For `readyz`. */
  checks: ReadinessCheck[]
  /** Logs an error of a connection. Every connection is restored automatically. */
  onError: (error: Error) => void
}

interface StoresConfig {
  DATABASE_URL: string
  REDIS_URL?: string | undefined
  QUEUE_SHARDS: number
  POSTHORN_ENCRYPTION_KEY: Buffer[]
}

interface StoresContext extends Pick<ServiceContext<StoresConfig>, 'config' | 'logger' | 'cleanup'> {
  metrics: { stores: StoreMetrics }
}

/**
 * Opens the database and the queue; `cleanup` closes them.
 * @param options.statementMsMax time limit of a statement; short in a service whose clients wait for the reply
 * @throws UnreachableError when the database cannot be used; Redis may become available later
 * @throws PendingMigrationsError when the database is behind this version of the code
 * @throws QueueNotMigratedError when the queue is in the database, and its tables are missing
 * @throws EncryptionKeyError when the keys do not decrypt what is stored
 */
export async function openStores(
  { config, logger, cleanup, metrics }: StoresContext,
  { service, statementMsMax }: { service: string; statementMsMax: number },
): Promise<Stores> {
  const onError = (err: Error) => logger.warn({ err, retrying: true }, 'connection.failed')
  await assertDatabaseReachable(config.DATABASE_URL)
  const database = createDatabase({
    url: config.DATABASE_URL,
    poolMax: POOL_MAX,
    statementMsMax,
    applicationName: `posthorn-${service}`,
    onError,
  })
  cleanup.add('database', () => database.close())
  metrics.stores.observePool(() => database.poolState())
  await assertMigrated(database)
  if (config.REDIS_URL === undefined) await assertQueueMigrated(config.DATABASE_URL)
  await assertEncryptionKey(database, config.POSTHORN_ENCRYPTION_KEY)

  const queueLocation = {
    redisUrl: config.REDIS_URL,
    databaseUrl: config.DATABASE_URL,
    shards: config.QUEUE_SHARDS,
  }
  if (config.REDIS_URL !== undefined) {
    await assertRedisReachable(config.REDIS_URL).catch((error: Error) => {
      logger.warn({ reason: error.message }, 'redis.connect_failed')
    })
  }
  const queue = countedQueue(await openDeliveryQueue(queueLocation, onError), metrics.stores)
  cleanup.add('queue', () => queue.close())
  const live = openLive(database, { ...queueLocation, service, onError })
  cleanup.add('live', () => live.close())

  // Both checks share one query when the queue is in the database too.
  let query: Promise<void> | undefined
  const databaseTakesWrites = () => {
    query ??= database.assertWritable().finally(() => {
      query = undefined
    })
    return query
  }
  const checks = [
    { name: 'postgresql', check: databaseTakesWrites },
    {
      name: 'queue',
      check: async () => {
        if (config.REDIS_URL === undefined) await databaseTakesWrites()
        await queue.assertWritable()
      },
    },
  ]
  return {
    database,
    queue,
    live,
    secretBox: createSecretBox(config.POSTHORN_ENCRYPTION_KEY),
    queueLocation,
    checks,
    onError,
  }
}
