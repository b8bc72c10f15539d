import { countRequest, type Database } from '@posthorn/database'
import { openRequestCounter } from '@posthorn/queue'
import type { CleanupStack } from '../cleanup-stack.ts'
import { createRateLimiter, type RateLimiter } from './rate-limiter.ts'

const REDIS_PREFIX = 'posthorn:rate-limit'

/**
 * Opens the rate limiter; `cleanup` closes it.
 * @param options.redisUrl counts are kept there, or in the database when it is undefined
 * @param options.onError receives errors of the connection to Redis, which is restored automatically
 */
export function openRateLimiter(
  { database, cleanup }: { database: Database; cleanup: CleanupStack },
  { redisUrl, onError }: { redisUrl: string | undefined; onError: (error: Error) => void },
): RateLimiter {
  if (redisUrl === undefined) {
    return createRateLimiter((name, windowMs) => countRequest(database, name, windowMs))
  }
  const counter = openRequestCounter(redisUrl, onError)
  cleanup.add('rate limits', async () => counter.close())
  const prefix = prefixOf(database)
  return createRateLimiter((name, windowMs) => counter.count(`${prefix}:${name}`, windowMs))
}

/** Posthorns in several schemas of a database may share a Redis: each counts its own requests. */
function prefixOf({ schema }: Database): string {
  return schema === 'public' ? REDIS_PREFIX : `${REDIS_PREFIX}:${schema}`
}
