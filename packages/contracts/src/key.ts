import { z } from 'zod'
import { KeyId } from './ids.ts'
import { boundedText, Timestamp, TimestampInput } from './text.ts'

/** The highest limit for one key. */
export const API_RATE_LIMIT_PER_SECOND_MAX = 10_000

/** `manage`: everything in the tenant; `publish`: publish events only; `read`: read only. */
export const KeyRole = z.enum(['manage', 'publish', 'read']).meta({ id: 'KeyRole' })
export type KeyRole = z.infer<typeof KeyRole>

const RateLimitPerSecond = z
  .int()
  .min(1)
  .max(API_RATE_LIMIT_PER_SECOND_MAX)
  .nullable()
  .describe('Requests per second; null for the configured limit')

export const NewKey = z
  .strictObject({
    role: KeyRole,
    description: boundedText(500).default(''),
    expiresAt: TimestampInput.nullable()
      .optional()
      .describe(
        'When the key expires, in the future; null for never. At most, and by default, the `expiresAt` of the key ' +
          'that creates it; with the admin key the default is null',
      )
      .meta({ example: '2099-01-01T00:00:00Z' }),
    rateLimitPerSecond: RateLimitPerSecond.optional().describe(
      'Requests per second; null for the configured limit. At most, and by default, the limit of the key that ' +
        'creates it; with the admin key the default is null',
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

/** The only reply that contains the key itself. */
export const CreatedKey = Key.extend({ key: z.string() }).meta({ id: 'CreatedKey', extends: 'Key' })
export type CreatedKey = z.infer<typeof CreatedKey>
