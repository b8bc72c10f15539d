import { assertMigrated, createDatabase, type Database } from '@posthorn/database'
import { type DeliveryQueue, openDeliveryQueue, type QueueLocation } from '@posthorn/queue'
import { createSecretBox, type SecretBox } from '@posthorn/secrets'
import type { ReadinessCheck, ServiceContext } from '@posthorn/service'
import { assertEncryptionKey } from './assert-encryption-key.ts'
import { assertDatabaseReachable, assertRedisReachable } from './reachable.ts'

const POOL_MAX = 20

/** What every service stands on. */
export interface Stores {
  database: Database
  queue: DeliveryQueue
  secretBox: SecretBox
  /** Where the queue is: the worker takes jobs from there. */
  queueLocation: QueueLocation
  /** For `readyz`: which of them is down. */
  checks: ReadinessCheck[]
  /** Told of trouble with a connection. All of them reconnect by themselves. */
  onError: (error: Error) => void
}

interface StoresConfig {
  DATABASE_URL: string
  REDIS_URL?: string | undefined
  QUEUE_SHARDS: number
  POSTHORN_ENCRYPTION_KEY: Buffer[]
}

/**
 * Opens the database and the queue, and has them closed at the end.
 * @param options.statementMsMax how long a statement may take: short where someone waits for the answer
 * @throws UnreachableError when there is no database to start with; Redis may come later
 * @throws PendingMigrationsError when the database is behind this version of the code
 * @throws EncryptionKeyError when the keys do not open what is stored
 */
export async function openStores(
  { config, logger, releases }: Pick<ServiceContext<StoresConfig>, 'config' | 'logger' | 'releases'>,
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
  releases.add('database', () => database.close())
  await assertMigrated(database.pool)
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
  const queue = await openDeliveryQueue(queueLocation, onError)
  releases.add('queue', () => queue.close())

  // Both checks ask it at once when the queue is in the database too.
  let asked: Promise<void> | undefined
  const databaseTakesWrites = () => {
    asked ??= database.assertWritable().finally(() => {
      asked = undefined
    })
    return asked
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
    secretBox: createSecretBox(config.POSTHORN_ENCRYPTION_KEY),
    queueLocation,
    checks,
    onError,
  }
}
