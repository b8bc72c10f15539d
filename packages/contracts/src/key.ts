import { z } from 'zod'
import { KeyId } from './ids.ts'
import { boundedText, Timestamp, TimestampInput } from './text.ts'

/** `manage`: all of the tenant; `publish`: publish events only; `read`: read only. */
export const KeyRole = z.enum(['manage', 'publish', 'read'])
export type KeyRole = z.infer<typeof KeyRole>

export const NewKey = z.strictObject({
  role: KeyRole,
  description: boundedText(500).default(''),
  expiresAt: TimestampInput.optional(),
})
export type NewKey = z.infer<typeof NewKey>

export const Key = z
  .strictObject({
    id: KeyId,
    role: KeyRole,
    description: z.string(),
    expiresAt: Timestamp.nullable(),
    createdAt: Timestamp,
  })
  .meta({ id: 'Key' })
export type Key = z.infer<typeof Key>

/** The only reply that carries the key itself. */
export const CreatedKey = Key.extend({ key: z.string() }).meta({ id: 'CreatedKey' })
export type CreatedKey = z.infer<typeof CreatedKey>
