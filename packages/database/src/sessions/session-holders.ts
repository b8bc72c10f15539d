import type { KeyId, KeyRole, PortalLinkId, SessionId, TenantId } from '@posthorn/contracts'
import type { KeyHolder } from '../managing/keys.ts'
import { type Database, poolOf } from '../sql/database.ts'
import { run } from '../sql/sql.ts'
import { holderExists, JOIN_HOLDER } from './holder.ts'

/** A browser that has opened a portal link: it acts in the tenant, with the role of the link. */
export interface PortalHolder {
  portalLinkId: PortalLinkId
  tenantId: TenantId
  role: KeyRole
  /** The user of the tenant that the link was created for. */
  actor: { id: string; name: string | null } | null
  /** Of the key that created the link. Null: the configured rate limit. */
  rateLimitPerSecond: number | null
}

/** A session that has not ended, and whose rights it has. */
export interface SessionHolder {
  sessionId: SessionId
  /** Whether it was last recorded as used more than a minute ago ({@link renewSessions}). */
  isStale: boolean
  holder: { kind: 'admin' } | ({ kind: 'tenant' } & KeyHolder) | ({ kind: 'portal' } & PortalHolder)
}

interface Row {
  sessionId: SessionId
  isStale: boolean
  keyId: KeyId | null
  portalLinkId: PortalLinkId | null
  tenantId: TenantId | null
  role: KeyRole | null
  actorId: string | null
  actorName: string | null
  rateLimitPerSecond: number | null
  expiresAt: Date | null
  rulesVersion: string | null
}

const FIND = {
  name: 'find-session-holders',
  text: `
    SELECT requested.number, s.* FROM unnest($1::bytea[]) WITH ORDINALITY AS requested (hash, number)
    CROSS JOIN LATERAL (
      SELECT s.id AS "sessionId", s.last_used_at < now() - interval '1 minute' AS "isStale",
        CASE WHEN l.id IS NULL THEN k.id END AS "keyId", l.id AS "portalLinkId", t.id AS "tenantId",
        coalesce(l.role, k.role) AS role, l.actor_id AS "actorId", l.actor_name AS "actorName",
        k.rate_limit_per_second AS "rateLimitPerSecond", k.expires_at AS "expiresAt", t.rules_version AS "rulesVersion"
      FROM sessions s ${JOIN_HOLDER}
      WHERE s.hash = requested.hash AND s.ends_at > now() AND ${holderExists('$2')}
      LIMIT 1
    ) AS s`,
}

/**
 * Finds sessions by the hashes of their tokens.
 * @param adminTag of the configured admin key
 * @returns one for each hash, in their order; undefined for an unknown session and one that has ended
 */
export async function findSessionHolders(
  database: Database,
  hashes: readonly Uint8Array[],
  adminTag: Uint8Array,
): Promise<(SessionHolder | undefined)[]> {
  const rows = await run<Row & { number: string }>(poolOf(database), FIND, [hashes, adminTag])
  const found = new Map(rows.map((row) => [Number(row.number), toHolder(row)]))
  return hashes.map((_hash, index) => found.get(index + 1))
}

function toHolder({ sessionId, isStale, ...row }: Row): SessionHolder {
  return { sessionId, isStale, holder: holderOf(row) }
}

function holderOf(row: Omit<Row, 'sessionId' | 'isStale'>): SessionHolder['holder'] {
  const { keyId, portalLinkId, tenantId, role, rateLimitPerSecond, expiresAt, rulesVersion } = row
  if (tenantId === null || role === null || rulesVersion === null) return { kind: 'admin' }
  if (portalLinkId !== null) {
    const actor = row.actorId === null ? null : { id: row.actorId, name: row.actorName }
    return { kind: 'portal', portalLinkId, tenantId, role, actor, rateLimitPerSecond }
  }
  if (keyId === null) throw new Error(`the session of the tenant ${tenantId} has no key`)
  return { kind: 'tenant', keyId, tenantId, role, rateLimitPerSecond, expiresAt, rulesVersion }
}
