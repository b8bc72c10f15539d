import { z } from 'zod'
import { KeyId } from './ids.ts'
import { boundedText, Timestamp, TimestampInput } from './text.ts'

/** The highest limit for one key; a limit beyond it would be none. */
export const API_RATE_LIMIT_PER_SECOND_MAX = 10_000

/** `manage`: all of the tenant; `publish`: publish events only; `read`: read only. */
export const KeyRole = z.enum(['manage', 'publish', 'read']).meta({ id: 'KeyRole' })
export type KeyRole = z.infer<typeof KeyRole>

const RateLimitPerSecond = z
  .int()
  .min(1)
  .max(API_RATE_LIMIT_PER_SECOND_MAX)
  .nullable()
  .describe('Requests a second; null for what the configuration says')

export const NewKey = z
  .strictObject({
    role: KeyRole,
    description: boundedText(500).default(''),
    expiresAt: TimestampInput.nullable()
      .optional()
      .describe(
        'From when on it is refused, a time to come; null for never. Not later than the end of the key that makes it, ' +
          'which is the default; for the admin key, null',
      )
      .meta({ example: '2099-01-01T00:00:00Z' }),
    rateLimitPerSecond: RateLimitPerSecond.optional().describe(
      'Requests a second; null for what the configuration says. Not more than the key that makes it may make, which is ' +
        'the default; for the admin key, null',
    ),
  })
  .meta({ id: 'KeyCreate', example: { role: 'publish', description: 'the shop' } })
export type NewKey = z.infer<typeof NewKey>

export const Key = z
  .strictObject({
    id: KeyId,
    role: KeyRole,
    description: z.string(),
    expiresAt: Timestamp.nullable(),
    rateLimitPerSecond: RateLimitPerSecond,
    createdAt: Timestamp,
  })
  .meta({ id: 'Key' })
export type Key = z.infer<typeof Key>

/** The only reply that carries the key itself. */
export const CreatedKey = Key.extend({ key: z.string() }).meta({ id: 'CreatedKey', extends: 'Key' })
export type CreatedKey = z.infer<typeof CreatedKey>
