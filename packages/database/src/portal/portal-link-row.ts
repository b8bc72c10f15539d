import type { KeyId, PortalLink, PortalLinkId } from '@posthorn/contracts'

/** A row of {@link PORTAL_LINK_COLUMNS}. */
export interface PortalLinkRow {
  id: PortalLinkId
  keyId: KeyId | null
  role: PortalLink['role']
  sessionTtlSeconds: number
  singleUse: boolean
  allowedOrigins: string[]
  theme: PortalLink['theme']
  next: string | null
  refreshUrl: string | null
  actorId: string | null
  actorName: string | null
  createdAt: Date
  usedAt: Date | null
  expiresAt: Date
}

/** Columns of `portal_links`, with the alias `l`. */
export const PORTAL_LINK_COLUMNS = `
  l.id, nullif(l.maker, 'admin') AS "keyId", l.role, l.session_ttl_seconds AS "sessionTtlSeconds", l.single_use AS "singleUse",
  l.allowed_origins AS "allowedOrigins", l.theme, l.next, l.refresh_url AS "refreshUrl", l.actor_id AS "actorId",
  l.actor_name AS "actorName", l.created_at AS "createdAt", l.used_at AS "usedAt", l.expires_at AS "expiresAt"`

/** The link as clients see it. */
export function toPortalLink({
  actorId,
  actorName,
  createdAt,
  usedAt,
  expiresAt,
  ...row
}: PortalLinkRow): PortalLink {
  return {
    ...row,
    actor: actorId === null ? null : { id: actorId, name: actorName },
    createdAt: createdAt.toISOString(),
    usedAt: usedAt?.toISOString() ?? null,
    expiresAt: expiresAt.toISOString(),
  }
}
