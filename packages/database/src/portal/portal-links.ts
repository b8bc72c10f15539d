import type { NewPortalLink, Page, PageQuery, PortalLink, PortalLinkId, TenantId } from '@posthorn/contracts'
import { keyAuthenticates } from '../sessions/holder.ts'
import { LAST_ID } from '../sql/along-index.ts'
import { listOf } from '../sql/cursor.ts'
import { type Database, poolOf } from '../sql/database.ts'
import { deleteStatement, runBatch } from '../sql/delete-batch.ts'
import { pageOfLargeRows } from '../sql/large-rows-page.ts'
import { run } from '../sql/sql.ts'
import { PORTAL_LINK_COLUMNS, type PortalLinkRow, toPortalLink } from './portal-link-row.ts'

/** A new link, and the key that creates it. */
export interface PortalLinkInput extends NewPortalLink {
  id: PortalLinkId
  /** SHA-256 of its secret. */
  secretHash: Uint8Array
  /** `admin` or the id of a key: the link ends with it. */
  maker: string
  /** Identifies the admin key (`adminKeyTag`), if that is the maker. */
  adminTag: Uint8Array | null
}

// Lock order: the link; its tenant, shared (foreign key).
const CREATE = {
  name: 'create-portal-link',
  text: `
    INSERT INTO portal_links AS l (id, tenant_id, maker, admin_tag, role, secret_hash, single_use, session_ttl_seconds,
      allowed_origins, theme, next, refresh_url, actor_id, actor_name, created_at, expires_at, purge_at)
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8::int, $9, $10, $11, $12, $13, $14, now(), now() + make_interval(secs => $15::int),
      now() + make_interval(secs => $15::int + $8::int))
    ON CONFLICT (id) DO UPDATE SET secret_hash = excluded.secret_hash WHERE l.tenant_id = excluded.tenant_id
    RETURNING ${PORTAL_LINK_COLUMNS}`,
}

/**
 * Creates a link. One with the same id gets the new secret: it was created by the same request, whose answer was lost and with
 * it the secret.
 */
export async function createPortalLink(
  database: Database,
  tenantId: TenantId,
  { id, secretHash, maker, adminTag, linkTtlSeconds, ...input }: PortalLinkInput,
): Promise<PortalLink> {
  const [row] = await run<PortalLinkRow>(poolOf(database), CREATE, [
    id,
    tenantId,
    maker,
    adminTag,
    input.role,
    secretHash,
    input.singleUse,
    input.sessionTtlSeconds,
    input.allowedOrigins,
    JSON.stringify(input.theme),
    input.next,
    input.refreshUrl,
    input.actor?.id,
    input.actor?.name,
    linkTtlSeconds,
  ])
  if (row === undefined) throw new Error(`another tenant has the portal link ${id}`)
  return toPortalLink(row)
}

const LIST = {
  name: 'list-portal-links',
  text: `
    SELECT ${PORTAL_LINK_COLUMNS} FROM portal_links l LEFT JOIN api_keys k ON k.id = l.maker
    WHERE (l.tenant_id, l.id) >= ($1, '') AND (l.tenant_id, l.id) < ($1, $2)
      AND ${keyAuthenticates({ holder: 'l.maker', tag: 'l.admin_tag', adminTag: '$3' })}
    ORDER BY l.tenant_id DESC, l.id DESC LIMIT $4`,
}

/**
 * The links of a tenant whose sessions may still last, newest first. Logos make them large.
 * @param adminTag of the configured admin key
 */
export async function listPortalLinks(
  database: Database,
  { tenantId, adminTag }: { tenantId: TenantId; adminTag: Uint8Array },
  query: PageQuery,
): Promise<Page<PortalLink>> {
  return pageOfLargeRows(listOf('portalLink'), query, {
    read: (before = LAST_ID, take) =>
      run<PortalLinkRow>(poolOf(database), LIST, [tenantId, before, adminTag, take]),
    toPosition: (row) => row.id,
    toItem: toPortalLink,
  })
}

const DELETE = {
  name: 'delete-portal-link',
  text: 'DELETE FROM portal_links WHERE id = $1 AND tenant_id = $2 RETURNING id',
}

/**
 * Revokes a link: it cannot be opened, and its sessions are refused from the next request on.
 * @returns false when the tenant has no link with this id
 */
export async function deletePortalLink(
  database: Database,
  tenantId: TenantId,
  id: PortalLinkId,
): Promise<boolean> {
  return (await run(poolOf(database), DELETE, [id, tenantId])).length === 1
}

const DELETE_OLD = deleteStatement('delete-old-portal-links', 'portal_links', 'purge_at <= now()')

/**
 * Deletes at most `limit` links whose sessions have all expired.
 * @returns whether there may be more
 */
export async function deleteOldPortalLinks(database: Database, limit: number): Promise<boolean> {
  return runBatch(poolOf(database), DELETE_OLD, limit)
}
