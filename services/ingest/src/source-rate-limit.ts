import { FairSemaphore } from '@posthorn/fairness'
import { type LimitRate, rateLimited } from '@posthorn/receiving'
import { type RateLimiter, withSlot } from '@posthorn/runtime'

/** Without Redis each count is a statement, with a connection. */
const COUNTS_MAX = 4

/** Makes what counts one request for the rate limit of its source. Sources without a limit are not counted. */
export function createSourceRateLimit(rateLimiter: RateLimiter): () => LimitRate {
  const counts = new FairSemaphore(COUNTS_MAX)

  return () => {
    /** Which request of its second it is. */
    let position: number | undefined
    return async function limitRate({ id, tenantId, rateLimitPerSecond: limit }) {
      if (limit === null || (position !== undefined && position <= limit)) return undefined
      const { allowed, remaining, resetMs } = await withSlot(counts, tenantId, () =>
        rateLimiter.take(id, limit),
      )
      if (!allowed) return rateLimited(limit, Math.max(1, Math.ceil(resetMs / 1000)))
      position = limit - remaining
      return undefined
    }
  }
}
