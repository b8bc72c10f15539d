import { z } from 'zod'
import { KeyId, PortalLinkId, SessionId, TenantId } from '../ids.ts'
import { PortalActor } from '../portal/portal-link.ts'
import { SessionRole } from './session.ts'

const CallerKind = z.enum(['operator', 'tenant', 'portal']).meta({ id: 'CallerKind' })

/** Who makes the request. */
const Caller = z
  .strictObject({
    kind: CallerKind.describe(
      '`operator`: has the admin key; `tenant`: has a key of a tenant; `portal`: has opened a portal link',
    ),
    role: SessionRole,
    tenantId: TenantId.nullable().describe('The only tenant that it sees; null for the operator'),
    keyId: KeyId.nullable().describe('The key of a tenant that it has, or has signed in with'),
    sessionId: SessionId.nullable().describe('Null for a request with a key'),
    portalLinkId: PortalLinkId.nullable(),
    actor: PortalActor.nullable().describe('The user of the tenant that the portal link was created for'),
  })
  .meta({ id: 'Caller' })

const Features = z
  .strictObject({
    httpEndpoints: z.boolean().describe('Whether endpoints may have http: URLs'),
  })
  .meta({ id: 'Features' })

/** Reply of `GET /v1/meta`. */
export const Meta = z
  .strictObject({
    version: z.string().meta({ example: '0.1.0' }),
    retentionDays: z
      .int()
      .describe('Days after which events, deliveries, attempts and requests are removed; 0: never')
      .meta({ example: 30 }),
    features: Features,
    caller: Caller,
  })
  .meta({ id: 'Meta' })
export type Meta = z.infer<typeof Meta>
