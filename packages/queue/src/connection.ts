import { Redis } from 'ioredis'
import { POSTGRES_SCHEMA } from './jobs.ts'

const RECONNECT_MS_MAX = 1000
const CONNECT_TIMEOUT_MS = 3000
const COMMAND_TIMEOUT_MS = 3000
const POOL_MAX = 5

/** Where the queue is kept: on Redis when there is a URL for it, otherwise in the database. */
export interface QueueLocation {
  redisUrl: string | undefined
  databaseUrl: string
}

/** For adding jobs: fails at once while Redis is away, because the row is stored and the sweeper will add its job. */
export function connectProducer(url: string): Redis {
  return new Redis(url, {
    enableOfflineQueue: false,
    maxRetriesPerRequest: 0,
    commandTimeout: COMMAND_TIMEOUT_MS,
    connectTimeout: CONNECT_TIMEOUT_MS,
    retryStrategy: reconnectAfterMs,
  })
}

/**
 * For what is not the queue and keeps something in its Redis: fails at once while Redis is away, and connects again by
 * itself.
 * @param onError told of every trouble with the connection
 */
export function connectRedis(url: string, onError: (error: Error) => void): Redis {
  return connectProducer(url).on('error', onError)
}

/** For taking jobs: waits for Redis, however long it is away. */
export function connectConsumer(url: string): Redis {
  return new Redis(url, {
    maxRetriesPerRequest: null,
    connectTimeout: CONNECT_TIMEOUT_MS,
    retryStrategy: reconnectAfterMs,
  })
}

function reconnectAfterMs(times: number): number {
  return Math.min(50 * times, RECONNECT_MS_MAX)
}

export function postgresConnection(databaseUrl: string) {
  return {
    connectionString: databaseUrl,
    schema: POSTGRES_SCHEMA,
    max: POOL_MAX,
    connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
    keepAlive: true,
    application_name: 'posthorn-queue',
  }
}
