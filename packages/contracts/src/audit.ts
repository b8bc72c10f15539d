import { z } from 'zod'
import { AuditEntryId, TenantId } from './ids.ts'
import { PageQuery, rangeInOrder } from './page.ts'
import { Timestamp, TimestampInput } from './text.ts'

const Actor = z
  .string()
  .regex(
    /^(?:admin|system|key_[0-9A-Za-z]{1,64}|portal:plk_[0-9A-Za-z]{1,64}(?:\/[\x21-\x7e]{1,128})?)$/,
    'expected "admin", "system", the id of a key or the actor of a portal, like portal:plk_…/user-1001',
  )
  .meta({ example: 'key_01h455vb4pex5vsknk084sn02q' })

const Action = z
  .string()
  .regex(/^[a-z_]{1,64}\.[a-z_]{1,64}$/, 'expected an action of the audit log, like endpoint.updated')
  .meta({ example: 'endpoint.updated' })

/** Who changed which object, and when. */
export const AuditEntry = z
  .strictObject({
    id: AuditEntryId,
    actor: Actor.describe(
      'Id of the key, `admin`, `portal:`, the id of a portal link and `/` with the id of its actor, or `system` for a change by Posthorn itself',
    ),
    action: Action.describe('The write that was made'),
    object: z
      .string()
      .nullable()
      .describe('Id or name of the object')
      .meta({ example: 'ep_01h455vb4pex5vsknk084sn02q' }),
    fields: z
      .array(z.string())
      .describe('Names of the fields that the request set or changed, never their values')
      .meta({ example: ['url', 'description'] }),
    count: z
      .int()
      .nullable()
      .describe('Number of objects, if the entry is about several; otherwise null')
      .meta({ example: null }),
    requestId: z.string().describe('`X-Request-Id` of the request; empty for `system`'),
    createdAt: Timestamp,
  })
  .meta({ id: 'AuditEntry' })
export type AuditEntry = z.infer<typeof AuditEntry>

/** An entry in the list of all tenants. */
export const TenantAuditEntry = AuditEntry.extend({
  tenantId: TenantId.nullable().describe('Null for an object that belongs to no tenant'),
}).meta({ id: 'TenantAuditEntry', extends: 'AuditEntry' })
export type TenantAuditEntry = z.infer<typeof TenantAuditEntry>

export const AuditQuery = rangeInOrder(
  PageQuery.extend({
    actor: Actor.optional(),
    action: Action.optional(),
    from: TimestampInput.optional().describe('Created at this time or later'),
    to: TimestampInput.optional().describe('Created before this time'),
  }),
)
export type AuditQuery = z.infer<typeof AuditQuery>
