import type { EndpointId, Relay, RelayConnectionId, TenantId } from '@posthorn/contracts'
import { RELAYS_MAX } from '@posthorn/contracts'
import { type Database, poolOf } from '../sql/database.ts'
import { run } from '../sql/sql.ts'
import { isConnected } from './live-connections.ts'
import { nameOfRelay, urlOfRelay } from './relay-row.ts'
import { backlogOf } from './waiting-deliveries.ts'

const LIST = {
  name: 'list-relays',
  text: `
    SELECT e.id, e.url, e.event_types AS "eventTypes", e.filter::text AS filter, e.enabled,
      e.timeout_seconds AS "timeoutSeconds", e.created_at AS "createdAt", backlog.waiting, backlog."waitingSince",
      coalesce((
        SELECT json_agg(json_build_object('connectionId', c.id, 'host', c.host, 'pid', c.pid,
          'sinceMs', round(extract(epoch FROM c.connected_at) * 1000)) ORDER BY c.id)
        FROM relay_connections c WHERE c.endpoint_id = e.id AND ${isConnected('c')}), '[]') AS connections
    FROM endpoints e CROSS JOIN LATERAL (${backlogOf('e.id')}) AS backlog
    WHERE e.tenant_id = $1 AND e.transport = 'relay' AND e.deleted_at IS NULL AND ($2::text IS NULL OR e.url = $2)
    ORDER BY e.url LIMIT ${RELAYS_MAX}`,
}

interface RelayRow {
  id: EndpointId
  url: string
  eventTypes: string[]
  filter: string | null
  enabled: boolean
  timeoutSeconds: number
  createdAt: Date
  waiting: number
  waitingSince: Date | null
  connections: { connectionId: RelayConnectionId; host: string; pid: number; sinceMs: number }[]
}

/** The relays of a tenant by name, with their connected listeners and what waits. */
export async function listRelays(database: Database, tenantId: TenantId): Promise<Relay[]> {
  return find(database, tenantId, null)
}

/** The relay with a name. */
export async function findRelay(
  database: Database,
  tenantId: TenantId,
  name: string,
): Promise<Relay | undefined> {
  const [relay] = await find(database, tenantId, urlOfRelay(name))
  return relay
}

async function find(database: Database, tenantId: TenantId, url: string | null): Promise<Relay[]> {
  const rows = await run<RelayRow>(poolOf(database), LIST, [tenantId, url])
  return rows.map(({ url: stored, filter, createdAt, waitingSince, connections, ...row }) => ({
    ...row,
    name: nameOfRelay(stored),
    filter: filter === null ? null : JSON.parse(filter),
    connections: connections.map(({ sinceMs, ...connection }) => ({
      ...connection,
      since: new Date(sinceMs).toISOString(),
    })),
    waitingSince: waitingSince?.toISOString() ?? null,
    createdAt: createdAt.toISOString(),
  }))
}
