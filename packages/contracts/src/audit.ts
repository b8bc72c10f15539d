import { z } from 'zod'
import { AuditEntryId, TenantId } from './ids.ts'
import { PageQuery, rangeInOrder } from './page.ts'
import { Timestamp, TimestampInput } from './text.ts'

const Actor = z
  .string()
  .regex(/^(?:admin|key_[0-9A-Za-z]{1,64})$/, 'expected "admin" or the id of a key')
  .meta({ example: 'key_01h455vb4pex5vsknk084sn02q' })

const Action = z
  .string()
  .regex(/^[a-z_]{1,64}\.[a-z_]{1,64}$/, 'expected what the audit log calls a write, like endpoint.updated')
  .meta({ example: 'endpoint.updated' })

/** Who changed what and when. */
export const AuditEntry = z
  .strictObject({
    id: AuditEntryId,
    actor: Actor.describe('The id of the key, or `admin`'),
    action: Action.describe('What was done'),
    object: z
      .string()
      .nullable()
      .describe('The id or name of what it was done to')
      .meta({ example: 'ep_01h455vb4pex5vsknk084sn02q' }),
    fields: z
      .array(z.string())
      .describe('The names of the fields that the request gave or changed, never their values')
      .meta({ example: ['url', 'description'] }),
    requestId: z.string().describe('The `X-Request-Id` of the request'),
    createdAt: Timestamp,
  })
  .meta({ id: 'AuditEntry' })
export type AuditEntry = z.infer<typeof AuditEntry>

/** An entry in the list of all tenants. */
export const TenantAuditEntry = AuditEntry.extend({
  tenantId: TenantId.nullable().describe('Null for what belongs to no tenant'),
}).meta({ id: 'TenantAuditEntry', extends: 'AuditEntry' })
export type TenantAuditEntry = z.infer<typeof TenantAuditEntry>

export const AuditQuery = rangeInOrder(
  PageQuery.extend({
    actor: Actor.optional(),
    action: Action.optional(),
    from: TimestampInput.optional().describe('Made at this moment or later'),
    to: TimestampInput.optional().describe('Made before this moment'),
  }),
)
export type AuditQuery = z.infer<typeof AuditQuery>
