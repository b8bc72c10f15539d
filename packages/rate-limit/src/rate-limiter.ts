import type { Database } from '@posthorn/database'
import { connectRedis } from '@posthorn/queue'
import {
  type IRateLimiterStoreOptions,
  RateLimiterMemory,
  RateLimiterRedis,
  RateLimiterRes,
  type RateLimiterStoreAbstract,
  RLWrapperTimeouts,
} from 'rate-limiter-flexible'
import { DatabaseLimiter } from './database-limiter.ts'

/** What a request is told of its limit. */
export interface Allowance {
  allowed: boolean
  /** Requests left until the limit is reset. */
  remaining: number
  resetMs: number
}

/** Counts requests, the same for all processes. */
export interface RateLimiter {
  /**
   * Counts one more request. It does not fail: while the store is away, each process counts for itself.
   * @param name whose requests are counted
   * @param perSecond how many are allowed
   */
  take(name: string, perSecond: number): Promise<Allowance>
  close(): Promise<void>
}

interface StoreLocation {
  /** Counts are kept here when it is set, otherwise in the database. */
  redisUrl: string | undefined
  database: Database
}

const WINDOW_SECONDS = 1
/** A store that takes longer is as good as away: a request must not wait for its count. */
const STORE_MS_MAX = 500
const REDIS_PREFIX = 'posthorn:rate-limit'

/** Posthorns in several schemas of a database may share a Redis: each counts for itself. */
const prefixOf = ({ schema }: Database) => (schema === 'public' ? REDIS_PREFIX : `${REDIS_PREFIX}:${schema}`)

/**
 * Opens what requests are counted with.
 * @param onError told of trouble with the connection to Redis; it reconnects by itself
 */
export function openRateLimiter(
  { redisUrl, database }: StoreLocation,
  onError: (error: Error) => void,
): RateLimiter {
  const redis = redisUrl === undefined ? undefined : connectRedis(redisUrl, onError)
  const limiters = new Map<number, RLWrapperTimeouts>()

  function limiterFor(points: number): RLWrapperTimeouts {
    const known = limiters.get(points)
    if (known !== undefined) return known
    const limits = { points, duration: WINDOW_SECONDS }
    const options: Omit<IRateLimiterStoreOptions, 'storeClient'> = {
      ...limits,
      // Who is over the limit costs the store nothing more until the window ends.
      inMemoryBlockOnConsumed: points + 1,
      insuranceLimiter: new RateLimiterMemory(limits),
    }
    const store: RateLimiterStoreAbstract =
      redis === undefined
        ? new DatabaseLimiter(database, options)
        : new RateLimiterRedis({
            ...options,
            storeClient: redis,
            keyPrefix: prefixOf(database),
            rejectIfRedisNotReady: true,
          })
    const limiter = new RLWrapperTimeouts({ limiter: store, timeoutMs: STORE_MS_MAX })
    limiters.set(points, limiter)
    return limiter
  }

  return {
    async take(name, perSecond) {
      try {
        return toAllowance(await limiterFor(perSecond).consume(name), true)
      } catch (refusal) {
        // Its way of saying no; it has no errors, since memory takes the place of the store.
        if (refusal instanceof RateLimiterRes) return toAllowance(refusal, false)
        throw refusal
      }
    },

    async close() {
      redis?.disconnect()
    },
  }
}

function toAllowance({ remainingPoints, msBeforeNext }: RateLimiterRes, allowed: boolean): Allowance {
  return { allowed, remaining: remainingPoints, resetMs: msBeforeNext }
}
