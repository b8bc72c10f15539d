import { z } from 'zod'
import { PortalLinkId, SessionId, TenantId } from '../ids.ts'
import { boundedText, Timestamp } from '../text.ts'
import { PortalLink } from './portal-link.ts'

/** Body of `POST /v1/portal-sessions`. */
export const NewPortalSession = z
  .strictObject({
    portalLink: PortalLinkId,
    secret: boundedText(256).min(1).describe('What follows `#t=` in the URL of the link'),
  })
  .meta({ id: 'PortalSessionCreate' })
export type NewPortalSession = z.infer<typeof NewPortalSession>

/** A portal that was opened. The only reply that contains its token. */
export const PortalSession = z
  .strictObject({
    id: SessionId,
    token: z.string().describe('Send it as `Authorization: Bearer TOKEN`'),
    portalLinkId: PortalLinkId,
    tenantId: TenantId,
    role: PortalLink.shape.role,
    actor: PortalLink.shape.actor,
    allowedOrigins: PortalLink.shape.allowedOrigins,
    theme: PortalLink.shape.theme,
    next: PortalLink.shape.next,
    refreshUrl: PortalLink.shape.refreshUrl,
    expiresAt: Timestamp,
  })
  .meta({ id: 'PortalSession' })
export type PortalSession = z.infer<typeof PortalSession>
