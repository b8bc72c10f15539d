import type { EndpointId, RelayConnectionId, RelayMode, TenantId } from '@posthorn/contracts'
import { RELAY_WAITING_HOURS, RELAY_WAITING_MAX } from '@posthorn/contracts'
import { type Database, poolOf } from '../sql/database.ts'
import { inTransaction, run, type Sql } from '../sql/sql.ts'
import { isConnected, isFresh } from './live-connections.ts'
import { backlogOf, type RelayBacklog, waitsFor } from './waiting-deliveries.ts'

/** Rows of connections that a relay keeps: those beyond it are the oldest that have ended. */
const CONNECTIONS_KEPT = 100

/** A listener that connects to a relay. */
export interface ConnectingListener {
  tenantId: TenantId
  endpointId: EndpointId
  connectionId: RelayConnectionId
  host: string
  pid: number
  mode: RelayMode | undefined
  /** How many of the waiting deliveries it gets, the latest. */
  backlog: number
}

/** The listener that is connected to a relay. */
export interface BusyListener {
  host: string
  pid: number
  connectedAt: Date
}

/**
 * - `connected`: others are superseded if the mode says so.
 * - `busy`: another listener is connected.
 * - `no_relay`: the tenant has no relay with this id.
 */
export type Connecting =
  | ({ kind: 'connected' } & RelayBacklog)
  | ({ kind: 'busy' } & BusyListener)
  | { kind: 'no_relay' }

// Lock order of the transaction: the gate; connections of the relay. The gate makes one listener connect after the other.
const LOCK = {
  name: 'lock-relay-to-connect',
  text: `
    UPDATE endpoint_gates SET listened_at = now()
    WHERE endpoint_id = (
      SELECT id FROM endpoints WHERE id = $1 AND tenant_id = $2 AND transport = 'relay' AND deleted_at IS NULL)
    RETURNING endpoint_id`,
}

const FIND_BUSY = {
  name: 'find-busy-listener',
  text: `
    SELECT host, pid, connected_at AS "connectedAt" FROM relay_connections c
    WHERE endpoint_id = $1 AND NOT (host = $2 AND pid = $3) AND ${isConnected('c')}
    ORDER BY id LIMIT 1`,
}

const SUPERSEDE = {
  name: 'supersede-listeners',
  text: `
    UPDATE relay_connections c SET superseded = true
    WHERE endpoint_id = $1 AND NOT (host = $2 AND pid = $3) AND ${isConnected('c')}`,
}

// A listener that connects again goes on where it began. Otherwise it would skip what came while it was away.
const CONNECT = {
  name: 'connect-listener',
  text: `
    WITH previous AS (
      DELETE FROM relay_connections WHERE endpoint_id = $2 AND (
        (host = $3 AND pid = $4) OR seen_at < now() - interval '${RELAY_WAITING_HOURS} hours'
        OR ((ended_at IS NOT NULL OR NOT ${isFresh('relay_connections')})
          AND id < (SELECT id FROM relay_connections WHERE endpoint_id = $2 ORDER BY id DESC OFFSET ${CONNECTIONS_KEPT} LIMIT 1)))
      RETURNING host, pid, seen_at, superseded, from_at
    )
    INSERT INTO relay_connections (id, endpoint_id, host, pid, from_at, connected_at, seen_at)
    SELECT $1, $2, $3, $4, coalesce(
        (SELECT min(from_at) FROM previous WHERE host = $3 AND pid = $4 AND NOT superseded
          AND seen_at >= now() - interval '${RELAY_WAITING_HOURS} hours'),
        CASE $5::int
          WHEN 0 THEN now()
          WHEN ${RELAY_WAITING_MAX} THEN '-infinity'
          ELSE coalesce((
            SELECT next_attempt_at FROM deliveries WHERE ${waitsFor('$2')}
            ORDER BY next_attempt_at DESC OFFSET $5 - 1 LIMIT 1), '-infinity') END),
      now(), now()`,
}

const READ_BACKLOG = { name: 'read-relay-backlog', text: backlogOf('$1') }

/** Connects a listener to a relay, if no other is connected or the mode allows it. */
export async function connectListener(
  database: Database,
  { tenantId, endpointId, connectionId, host, pid, mode, backlog }: ConnectingListener,
): Promise<Connecting> {
  return inTransaction(poolOf(database), async (sql) => {
    if ((await run(sql, LOCK, [endpointId, tenantId])).length === 0) return { kind: 'no_relay' }
    const listener = [endpointId, host, pid]
    if (mode === undefined) {
      const [busy] = await run<BusyListener>(sql, FIND_BUSY, listener)
      if (busy !== undefined) return { kind: 'busy', ...busy }
    }
    if (mode === 'take-over') await run(sql, SUPERSEDE, listener)
    await run(sql, CONNECT, [connectionId, endpointId, host, pid, backlog])
    return { kind: 'connected', ...(await readBacklogIn(sql, endpointId)) }
  })
}

/** What waits for the listeners of a relay. */
export async function readBacklog(database: Database, endpointId: EndpointId): Promise<RelayBacklog> {
  return readBacklogIn(poolOf(database), endpointId)
}

async function readBacklogIn(sql: Sql, endpointId: EndpointId): Promise<RelayBacklog> {
  const [row] = await run<RelayBacklog>(sql, READ_BACKLOG, [endpointId])
  return row ?? { waiting: 0, waitingSince: null }
}
