import { type NewKey, ProblemError } from '@posthorn/contracts'
import type { KeyInput } from '@posthorn/database'
import type { Principal } from '../http/authorize.ts'

/**
 * What a new key is to be, within the bounds of the key that makes it: without them, whoever holds a limited key would hold
 * any key. What the request leaves out is taken from that key.
 * @param perSecond the limit of keys without one of their own; undefined for none
 * @throws ProblemError `forbidden` for a higher rate limit or a later end than the maker's own
 */
export function keyWithinBounds(
  { role, description, expiresAt, rateLimitPerSecond }: NewKey,
  maker: Principal,
  perSecond: number | undefined,
): KeyInput {
  if (maker.kind === 'admin') {
    return { role, description, expiresAt: expiresAt ?? null, rateLimitPerSecond: rateLimitPerSecond ?? null }
  }
  const key = {
    role,
    description,
    expiresAt: expiresAt === undefined ? maker.expiresAt : expiresAt,
    rateLimitPerSecond: rateLimitPerSecond === undefined ? maker.rateLimitPerSecond : rateLimitPerSecond,
  }
  assertRateLimit(key.rateLimitPerSecond, maker.rateLimitPerSecond, perSecond)
  assertEnd(key.expiresAt, maker.expiresAt)
  return key
}

function assertRateLimit(asked: number | null, own: number | null, perSecond: number | undefined): void {
  // Both have what the configuration says, whatever that will be.
  if (asked === null && own === null) return
  const limit = own ?? perSecond
  if (limit === undefined || (asked !== null && asked <= limit)) return
  throw new ProblemError(
    'forbidden',
    `rateLimitPerSecond: your key may make ${limit} requests a second, and no key that may make more. Ask for at most ` +
      `${limit}, or leave the field out to get the limit of your key.`,
  )
}

function assertEnd(asked: Date | null, own: Date | null): void {
  if (own === null || (asked !== null && asked <= own)) return
  const end = own.toISOString()
  throw new ProblemError(
    'forbidden',
    `expiresAt: your key expires at ${end}, and may make no key that expires later. Ask for at most ${end}, or leave the ` +
      'field out to get the end of your key.',
  )
}
