import type { EndpointId, RelayConnectionId, TenantId } from '@posthorn/contracts'
import { type Database, poolOf } from '../sql/database.ts'
import { run } from '../sql/sql.ts'
import { isConnected, isFresh } from './live-connections.ts'

/** The state of a connection: `ended` also means that its row is gone. */
export type ConnectionState = 'open' | 'superseded' | 'ended'

/** A connection to a relay of a tenant. */
export interface RelayListener {
  connectionId: RelayConnectionId
  endpointId: EndpointId
  tenantId: TenantId
}

/** SQL condition of a connection `c` that may go on: one that was silent only while no other listener has connected. */
const MAY_STAY = `c.ended_at IS NULL AND EXISTS (SELECT FROM endpoints WHERE id = c.endpoint_id AND deleted_at IS NULL)
      AND (${isFresh('c')} OR NOT EXISTS (
        SELECT FROM relay_connections other WHERE other.endpoint_id = c.endpoint_id AND other.id <> c.id AND ${isConnected('other')}))`

// Lock order: free connections, then free gates (SKIP LOCKED both): one that is locked is being replaced, or a listener connects.
const KEEP = {
  name: 'keep-relay-connections',
  text: `
    WITH free AS MATERIALIZED (
      SELECT id, endpoint_id FROM relay_connections c WHERE id = ANY ($1) AND ${MAY_STAY} FOR NO KEY UPDATE SKIP LOCKED
    ), kept AS (
      UPDATE relay_connections SET seen_at = now() WHERE id = ANY (ARRAY(SELECT id FROM free))
    ), listened AS (
      UPDATE endpoint_gates SET listened_at = now() WHERE endpoint_id = ANY (ARRAY(
        SELECT endpoint_id FROM endpoint_gates
        WHERE endpoint_id = ANY (ARRAY(SELECT endpoint_id FROM free)) AND listened_at < now() - interval '1 hour'
        FOR NO KEY UPDATE SKIP LOCKED))
    )
    SELECT id, superseded FROM relay_connections c WHERE id = ANY ($1) AND ${MAY_STAY}`,
}

/**
 * The heartbeat of the connections of a process.
 * @returns their states
 */
export async function keepConnections(
  database: Database,
  ids: readonly RelayConnectionId[],
): Promise<Map<RelayConnectionId, ConnectionState>> {
  const rows = await run<{ id: RelayConnectionId; superseded: boolean }>(poolOf(database), KEEP, [ids])
  const found = new Map(rows.map(({ id, superseded }) => [id, superseded]))
  return new Map(
    ids.map((id) => {
      const superseded = found.get(id)
      return [id, superseded === undefined ? 'ended' : superseded ? 'superseded' : 'open']
    }),
  )
}

// Lock order: one connection.
const RESUME = {
  name: 'resume-relay-connection',
  text: `
    UPDATE relay_connections c SET seen_at = now()
    FROM endpoints e
    WHERE c.id = $1 AND c.endpoint_id = $2 AND e.id = $2 AND e.tenant_id = $3 AND ${MAY_STAY}
    RETURNING c.superseded`,
}

/** The heartbeat of a listener that polls. */
export async function resumeConnection(
  database: Database,
  { connectionId, endpointId, tenantId }: RelayListener,
): Promise<ConnectionState> {
  const values = [connectionId, endpointId, tenantId]
  const [row] = await run<{ superseded: boolean }>(poolOf(database), RESUME, values)
  if (row === undefined) return 'ended'
  return row.superseded ? 'superseded' : 'open'
}

// Lock order: one connection.
const END = {
  name: 'end-relay-connection',
  text: 'UPDATE relay_connections SET ended_at = now() WHERE id = $1 AND ended_at IS NULL',
}

/** Ends a connection, so that another listener can connect at once. */
export async function endConnection(database: Database, id: RelayConnectionId): Promise<void> {
  await run(poolOf(database), END, [id])
}
