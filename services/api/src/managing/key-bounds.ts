import { type NewKey, ProblemError } from '@posthorn/contracts'
import type { KeyInput } from '@posthorn/database'
import type { Maker } from '../http/principal.ts'

/**
 * The fields of a new key, within the bounds of the key that creates it: otherwise a limited key could create an
 * unlimited one. Omitted fields are copied from the creating key.
 * @param perSecond the configured limit, for keys without their own; undefined for none
 * @throws ProblemError `forbidden` for a higher rate limit or a later expiry than the creating key's
 */
export function keyWithinBounds(
  { role, description, expiresAt, rateLimitPerSecond }: NewKey,
  maker: Maker,
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

function assertRateLimit(requested: number | null, own: number | null, perSecond: number | undefined): void {
  // Both have the configured limit.
  if (requested === null && own === null) return
  const limit = own ?? perSecond
  if (limit === undefined || (requested !== null && requested <= limit)) return
  throw new ProblemError(
    'forbidden',
    `rateLimitPerSecond: your key is limited to ${limit} requests per second and cannot create a key with a higher limit. ` +
      `Send at most ${limit}, or omit the field to use the limit of your key.`,
  )
}

function assertEnd(requested: Date | null, own: Date | null): void {
  if (own === null || (requested !== null && requested <= own)) return
  const end = own.toISOString()
  throw new ProblemError(
    'forbidden',
    `expiresAt: your key expires at ${end} and cannot create a key that expires later. Send at most ${end}, or omit the ` +
      'field to use the expiry of your key.',
  )
}
