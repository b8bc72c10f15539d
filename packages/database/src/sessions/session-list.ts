import type {
  KeyId,
  KeyRole,
  Page,
  PageQuery,
  PortalLinkId,
  Session,
  SessionId,
  TenantId,
} from '@posthorn/contracts'
import { LAST_ID } from '../sql/along-index.ts'
import { idsOfPage, listOf, toPageById } from '../sql/cursor.ts'
import { type Database, poolOf } from '../sql/database.ts'
import { run } from '../sql/sql.ts'
import { holderExists, JOIN_HOLDER } from './holder.ts'

/** Which sessions a caller sees: its own, or with the admin key all. */
export interface SessionScope {
  /** `admin`, or the id of a key or a portal link; undefined for all. */
  holder: string | undefined
  /** Of the configured admin key. */
  adminTag: Uint8Array
}

interface Row {
  id: SessionId
  tenantId: TenantId | null
  keyId: KeyId | null
  portalLinkId: PortalLinkId | null
  role: KeyRole | null
  userAgent: string
  createdAt: Date
  lastUsedAt: Date
  endsAt: Date
  expiresAt: Date
}

const COLUMNS = `
  s.id, t.id AS "tenantId", CASE WHEN l.id IS NULL THEN k.id END AS "keyId", l.id AS "portalLinkId",
  coalesce(l.role, k.role) AS role, s.user_agent AS "userAgent", s.created_at AS "createdAt",
  s.last_used_at AS "lastUsedAt", s.ends_at AS "endsAt", s.expires_at AS "expiresAt"`

const FIND = {
  name: 'find-session',
  text: `
    SELECT ${COLUMNS} FROM sessions s ${JOIN_HOLDER}
    WHERE s.id = $1 AND ($2::text IS NULL OR s.holder = $2) AND s.ends_at > now() AND ${holderExists('$3')}`,
}

/** A session that has not ended, if the caller sees it. */
export async function findSession(
  database: Database,
  id: SessionId,
  { holder, adminTag }: SessionScope,
): Promise<Session | undefined> {
  const [row] = await run<Row>(poolOf(database), FIND, [id, holder, adminTag])
  return row === undefined ? undefined : toSession(row)
}

const list = (name: string, condition: string) => ({
  name,
  text: `
    SELECT ${COLUMNS} FROM sessions s ${JOIN_HOLDER}
    WHERE s.id < $1 AND s.ends_at > now() AND ${holderExists('$2')} ${condition}
    ORDER BY s.id DESC LIMIT $3`,
})

const LIST_ALL = list('list-all-sessions', '')
const LIST_OF_HOLDER = list('list-sessions-of-holder', 'AND s.holder = $4')

/** The sessions that the caller sees and that have not ended, newest first. */
export async function listSessions(
  database: Database,
  { holder, adminTag }: SessionScope,
  query: PageQuery,
): Promise<Page<Session>> {
  const { lt: before = LAST_ID } = idsOfPage('session', query)
  const values = [before, adminTag, query.limit + 1]
  const rows =
    holder === undefined
      ? await run<Row>(poolOf(database), LIST_ALL, values)
      : await run<Row>(poolOf(database), LIST_OF_HOLDER, [...values, holder])
  return toPageById(listOf('session'), rows, { limit: query.limit, toItem: toSession })
}

function toSession(row: Row): Session {
  const { id, role, tenantId, keyId, portalLinkId, userAgent } = row
  return {
    id,
    role: role ?? 'admin',
    tenantId,
    keyId,
    portalLinkId,
    userAgent,
    createdAt: row.createdAt.toISOString(),
    lastUsedAt: row.lastUsedAt.toISOString(),
    endsAt: row.endsAt.toISOString(),
    expiresAt: row.expiresAt.toISOString(),
  }
}
