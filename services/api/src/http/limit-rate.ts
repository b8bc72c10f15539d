import { ProblemError } from '@posthorn/contracts'
import type { RateLimiter } from '@posthorn/runtime'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { holderOf } from './principal.ts'
import type { SharedStatement } from './share-database.ts'

/**
 * Creates the hook that applies the rate limit of each key. A key without its own limit has the configured one; without
 * either nothing is counted.
 */
export function createLimitRate({
  rateLimiter,
  perSecond,
  sharedStatement,
}: {
  rateLimiter: RateLimiter
  perSecond: number | undefined
  sharedStatement: SharedStatement
}) {
  return async function limitRate(request: FastifyRequest, reply: FastifyReply): Promise<void> {
    const { principal } = request
    if (principal === undefined) return
    const limit = (principal.kind === 'admin' ? undefined : principal.rateLimitPerSecond) ?? perSecond
    if (limit === undefined) return

    // Only counted requests wait for a turn: a health check never does.
    const { allowed, remaining, resetMs } = await sharedStatement(request, () =>
      rateLimiter.take(holderOf(principal), limit),
    )
    const resetSeconds = Math.max(1, Math.ceil(resetMs / 1000))
    reply.headers({
      'ratelimit-limit': limit,
      'ratelimit-remaining': remaining,
      'ratelimit-reset': resetSeconds,
    })
    if (allowed) return
    throw new ProblemError(
      'rate_limited',
      `The key is limited to ${limit} requests per second. Repeat the request in ${resetSeconds} s.`,
      { retryAfterSeconds: resetSeconds },
    )
  }
}
