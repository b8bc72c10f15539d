import { ProblemError } from '@posthorn/contracts'
import type { FastifyReply, FastifyRequest } from 'fastify'
import type { RateLimiter } from '../http/rate-limit/rate-limiter.ts'

const FAILURES_MAX = 30
const WINDOW_MS = 60_000

/** Limits the failed sign-ins of each address. Successful ones do not count: many people can share an address. */
export interface SignInLimit {
  /** @throws ProblemError `rate_limited` when the address of the request has had too many failures */
  assertAllowed(request: FastifyRequest, reply: FastifyReply): void
  countFailure(request: FastifyRequest): Promise<void>
}

export function createSignInLimit(rateLimiter: RateLimiter): SignInLimit {
  const nameOf = ({ ip }: FastifyRequest) => `sign-in:${networkOf(ip)}`
  return {
    assertAllowed(request, reply) {
      const { count, endsInMs } = rateLimiter.known(nameOf(request))
      if (count < FAILURES_MAX) return
      const seconds = Math.max(1, Math.ceil(endsInMs / 1000))
      reply.header('retry-after', seconds)
      throw new ProblemError(
        'rate_limited',
        `Too many failed sign-ins from this address. Repeat the request in ${seconds} s.`,
      )
    },
    async countFailure(request) {
      await rateLimiter.take(nameOf(request), FAILURES_MAX, WINDOW_MS)
    },
  }
}

/** An IPv4 address, or the /64 network of an IPv6 address: its subscriber has all addresses in it. */
export function networkOf(address: string): string {
  if (!address.includes(':')) return address
  if (address.includes('.')) return address.slice(address.lastIndexOf(':') + 1)
  const [before = '', after] = address.split('::')
  const groups = before.split(':').filter((group) => group !== '')
  const zeros = after === undefined ? [] : ['0', '0', '0', '0']
  return `${[...groups, ...zeros].slice(0, 4).join(':')}::/64`
}
