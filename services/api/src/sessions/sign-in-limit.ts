import { ProblemError } from '@posthorn/contracts'
import type { RateLimiter } from '@posthorn/runtime'
import { type AddressRange, clientAddress, networkOf } from '@posthorn/webhook'
import type { FastifyRequest } from 'fastify'

const FAILURES_MAX = 30
const WINDOW_MS = 60_000

/** Limits the failed sign-ins of each address. Successful ones do not count: many people can share an address. */
export interface SignInLimit {
  /** @throws ProblemError `rate_limited` when the address of the request has had too many failures */
  assertAllowed(request: FastifyRequest): void
  countFailure(request: FastifyRequest): Promise<void>
}

/** @param trustedProxies whose `X-Forwarded-For` has the address of the client */
export function createSignInLimit(
  rateLimiter: RateLimiter,
  trustedProxies: readonly AddressRange[],
): SignInLimit {
  const nameOf = ({ raw }: FastifyRequest) => {
    const forwardedFor = raw.headers['x-forwarded-for']?.toString()
    return `sign-in:${networkOf(clientAddress(raw.socket.remoteAddress ?? '', forwardedFor, trustedProxies))}`
  }
  return {
    assertAllowed(request) {
      const { count, endsInMs } = rateLimiter.known(nameOf(request))
      if (count < FAILURES_MAX) return
      const seconds = Math.max(1, Math.ceil(endsInMs / 1000))
      throw new ProblemError(
        'rate_limited',
        `Too many failed sign-ins from this address. Repeat the request in ${seconds} s.`,
        { retryAfterSeconds: seconds },
      )
    },
    async countFailure(request) {
      await rateLimiter.take(nameOf(request), FAILURES_MAX, WINDOW_MS)
    },
  }
}
