import type { PortalLink, PortalLinkId, SessionId, TenantId } from '@posthorn/contracts'
import { keyAuthenticates } from '../sessions/holder.ts'
import type { PortalHolder } from '../sessions/session-holders.ts'
import { endOldestSessions, IDLE } from '../sessions/sessions.ts'
import { type Database, poolOf } from '../sql/database.ts'
import { run } from '../sql/sql.ts'
import { PORTAL_LINK_COLUMNS, type PortalLinkRow, toPortalLink } from './portal-link-row.ts'

/** What a browser sends that opens a link, and the session that it gets. */
export interface PortalLinkOpening {
  linkId: PortalLinkId
  /** SHA-256 of the secret. */
  secretHash: Uint8Array
  /** Of the configured admin key. */
  adminTag: Uint8Array
  sessionId: SessionId
  /** SHA-256 of the token of the session. */
  sessionHash: Uint8Array
  userAgent: string
}

/** A link that was opened. */
export interface OpenedPortalLink {
  tenantId: TenantId
  link: PortalLink
  /** Of the tenant, for a link without origins of its own. */
  tenantOrigins: readonly string[]
  /** When the session expires. */
  expiresAt: Date
}

/** Conditions of a link `l` that may be opened and framed, with its tenant `t` and the key `k` of its maker. */
const isOpen = (adminTag: string) => `
  l.expires_at > now() AND t.deleted_at IS NULL
  AND ${keyAuthenticates({ holder: 'l.maker', tag: 'l.admin_tag', adminTag })}`

const MAKER_OF_LINK =
  'portal_links l JOIN tenants t ON t.id = l.tenant_id LEFT JOIN api_keys k ON k.id = l.maker'

// Lock order: the link; then the new session. Of two browsers that open a link for one, the second waits for the lock and then
// finds the link used.
const OPEN = {
  name: 'open-portal-link',
  text: `
    WITH l AS (
      UPDATE portal_links AS opened SET used_at = now()
      WHERE opened.id = $1 AND opened.secret_hash = $2
        AND (NOT opened.single_use OR opened.used_at IS NULL
          OR EXISTS (SELECT FROM sessions s WHERE s.id = $4 AND s.holder = opened.id))
        AND EXISTS (SELECT FROM ${MAKER_OF_LINK} WHERE l.id = $1 AND ${isOpen('$3')})
      RETURNING *
    ), session AS (
      INSERT INTO sessions (id, hash, holder, user_agent, created_at, last_used_at, ends_at, expires_at)
      SELECT $4, $5, l.id, $6, now(), now(), least(now() + ${IDLE}, end_of.session), end_of.session
      FROM l CROSS JOIN LATERAL (SELECT now() + make_interval(secs => l.session_ttl_seconds) AS session) AS end_of
      ON CONFLICT (id) DO UPDATE SET hash = excluded.hash WHERE sessions.holder = excluded.holder
      RETURNING expires_at
    )
    SELECT l.tenant_id AS "tenantId", t.portal_origins AS "tenantOrigins", session.expires_at AS "sessionExpiresAt",
      ${PORTAL_LINK_COLUMNS}
    FROM session CROSS JOIN l JOIN tenants t ON t.id = l.tenant_id`,
}

/**
 * Opens a link: creates a session of it. A link for a single use has one session, however many browsers open it at once. A session
 * with the same id gets the new token: it was created by the same request, whose answer was lost and with it the token.
 * @returns undefined when there is no such link, its secret is another, or it was used, has expired or was revoked
 */
export async function openPortalLink(
  database: Database,
  { linkId, secretHash, adminTag, sessionId, sessionHash, userAgent }: PortalLinkOpening,
): Promise<OpenedPortalLink | undefined> {
  type Row = PortalLinkRow & { tenantId: TenantId; tenantOrigins: string[]; sessionExpiresAt: Date }
  const values = [linkId, secretHash, adminTag, sessionId, sessionHash, userAgent]
  const [row] = await run<Row>(poolOf(database), OPEN, values)
  if (row === undefined) return undefined
  await endOldestSessions(database, linkId)
  const { tenantId, tenantOrigins, sessionExpiresAt: expiresAt, ...link } = row
  return { tenantId, tenantOrigins, expiresAt, link: toPortalLink(link) }
}

const FIND_HOLDER = {
  name: 'find-portal-link-holder',
  text: `
    SELECT l.id AS "portalLinkId", l.tenant_id AS "tenantId", l.role, l.actor_id AS "actorId", l.actor_name AS "actorName"
    FROM portal_links l JOIN tenants t ON t.id = l.tenant_id
    WHERE l.id = $1 AND l.secret_hash = $2 AND t.deleted_at IS NULL`,
}

/**
 * Who has the secret of a link, whether or not it may still be opened.
 * @returns undefined when there is no such link, or its secret is another
 */
export async function findPortalLinkHolder(
  database: Database,
  { linkId, secretHash }: Pick<PortalLinkOpening, 'linkId' | 'secretHash'>,
): Promise<PortalHolder | undefined> {
  type Row = Pick<PortalHolder, 'portalLinkId' | 'tenantId' | 'role'> &
    Pick<PortalLinkRow, 'actorId' | 'actorName'>
  const [row] = await run<Row>(poolOf(database), FIND_HOLDER, [linkId, secretHash])
  if (row === undefined) return undefined
  const { actorId, actorName, ...holder } = row
  const actor = actorId === null ? null : { id: actorId, name: actorName }
  return { ...holder, actor, rateLimitPerSecond: null }
}

/** What the page of a link shows before it is opened. */
export interface FramedPortalLink extends Pick<PortalLink, 'id' | 'allowedOrigins' | 'theme'> {
  /** Of the tenant, for a link without origins of its own. */
  tenantOrigins: readonly string[]
}

const FIND = {
  name: 'find-open-portal-links',
  text: `
    SELECT l.id, l.allowed_origins AS "allowedOrigins", t.portal_origins AS "tenantOrigins", l.theme FROM ${MAKER_OF_LINK}
    WHERE l.id = ANY ($1) AND ${isOpen('$2')}`,
}

/**
 * Finds links that may be opened, used or not, by ids that untrusted browsers send.
 * @param adminTag of the configured admin key
 * @returns one for each id, in their order; undefined for one that does not exist, has expired or was revoked
 */
export async function findOpenPortalLinks(
  database: Database,
  ids: readonly PortalLinkId[],
  adminTag: Uint8Array,
): Promise<(FramedPortalLink | undefined)[]> {
  const rows = await run<FramedPortalLink>(poolOf(database), FIND, [ids, adminTag])
  const links = new Map(rows.map((row) => [row.id, row]))
  return ids.map((id) => links.get(id))
}
