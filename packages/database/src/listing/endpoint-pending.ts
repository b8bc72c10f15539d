import {
  type EndpointId,
  type Page,
  type PageQuery,
  type TenantId,
  type Transport,
  WAITING_COUNTED_MAX,
} from '@posthorn/contracts'
import type { PendingDeliveries } from '@posthorn/webhook'
import { isLeased } from '../delivering/leases.ts'
import { SWEPT_AFTER_SECONDS } from '../delivering/take-due-deliveries.ts'
import { nameOfRelay } from '../relaying/relay-row.ts'
import { listOf, positionOf, toPageById } from '../sql/cursor.ts'
import { type Database, poolOf } from '../sql/database.ts'
import { run } from '../sql/sql.ts'

// Reads a limited number of pending deliveries of each endpoint, and the lease of each.
const FIND = {
  name: 'list-waiting-of-endpoints',
  text: `
    SELECT e.id, e.url, e.transport, e.enabled, e.max_in_flight AS "maxInFlight", g.next_slot_at AS "nextAllowedAt",
      g.circuit_opened_at AS "circuitOpenedAt", g.probe_at AS "probeAt", g.wake_at AS "wakeAt", now() AS now,
      (SELECT count(*)::int FROM leases l WHERE l.endpoint_id = e.id AND l.expires_at > now()) AS leases, p.*
    FROM (
      SELECT id, url, transport, enabled, max_in_flight FROM endpoints
      WHERE tenant_id = $1 AND deleted_at IS NULL AND id < $2 ORDER BY id DESC LIMIT $3
    ) AS e
    JOIN endpoint_gates g ON g.endpoint_id = e.id
    CROSS JOIN LATERAL (
      SELECT count(*)::int AS pending, min(created_at) AS "oldestAt",
        count(*) FILTER (WHERE leased)::int AS "inFlight",
        count(*) FILTER (WHERE NOT leased AND NOT is_due)::int AS scheduled,
        min(next_attempt_at) FILTER (WHERE NOT leased AND NOT is_due) AS "scheduledAt",
        count(*) FILTER (WHERE NOT leased AND is_due AND is_waiting)::int AS waiting,
        count(*) FILTER (WHERE NOT leased AND is_due AND NOT is_waiting AND NOT is_overdue)::int AS due,
        count(*) FILTER (WHERE NOT leased AND is_due AND NOT is_waiting AND is_overdue)::int AS overdue
      FROM (
        SELECT created_at, next_attempt_at, remind_at IS NULL AS is_waiting, next_attempt_at <= now() AS is_due,
          next_attempt_at <= now() - make_interval(secs => ${SWEPT_AFTER_SECONDS}) AS is_overdue, ${isLeased('d.id')} AS leased
        FROM deliveries d WHERE d.endpoint_id = e.id AND d.status = 'pending' ORDER BY d.id LIMIT ${WAITING_COUNTED_MAX}
      ) AS counted
    ) AS p
    ORDER BY e.id DESC`,
}

/** An endpoint with its pending deliveries by state. */
export interface PendingOfEndpoint {
  endpointId: EndpointId
  /** Of a relay its name. */
  url: string
  /** Counted up to `WAITING_COUNTED_MAX`, the oldest first. */
  pending: number
  /** When the oldest of them was created; null without any. */
  oldestAt: Date | null
  deliveries: PendingDeliveries
}

type Row = {
  id: EndpointId
  url: string
  transport: Transport
  enabled: boolean
  leases: number
  pending: number
  oldestAt: Date | null
} & Omit<PendingDeliveries, 'endpoint'> &
  Pick<
    PendingDeliveries['endpoint'],
    'maxInFlight' | 'nextAllowedAt' | 'circuitOpenedAt' | 'probeAt' | 'wakeAt'
  >

const LIST = listOf('endpoint')
/** Greater than every id: lists are newest first. */
const FIRST_PAGE = 'ep_~'

/**
 * The endpoints of a tenant, newest first, with their pending deliveries by state.
 * @throws ProblemError `invalid_cursor`
 */
export async function listPendingOfEndpoints(
  database: Database,
  tenantId: TenantId,
  { limit, cursor }: PageQuery,
): Promise<Page<PendingOfEndpoint>> {
  const before = positionOf(LIST, cursor) ?? FIRST_PAGE
  const rows = await run<Row>(poolOf(database), FIND, [tenantId, before, limit + 1])
  return toPageById(LIST, rows, { limit, toItem: toPending })
}

function toPending({
  id,
  url,
  transport,
  enabled,
  leases,
  pending,
  oldestAt,
  ...row
}: Row): PendingOfEndpoint {
  const { maxInFlight, nextAllowedAt, circuitOpenedAt, probeAt, wakeAt, ...counts } = row
  const endpoint = {
    isEnabled: enabled,
    isRelay: transport === 'relay',
    inFlight: leases,
    maxInFlight,
    nextAllowedAt,
    circuitOpenedAt,
    probeAt,
    wakeAt,
  }
  const shown = endpoint.isRelay ? nameOfRelay(url) : url
  return { endpointId: id, url: shown, pending, oldestAt, deliveries: { ...counts, endpoint } }
}
