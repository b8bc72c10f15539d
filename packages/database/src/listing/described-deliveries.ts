import {
  type AttemptTrigger,
  CancellationReason,
  type Delivery,
  type DeliveryId,
  type DeliveryReason,
  type DeliveryStatus,
  type EndpointId,
  type EventId,
  FailureReason,
} from '@posthorn/contracts'
import { pendingReason } from '@posthorn/webhook'
import { run, type Sql } from '../sql/sql.ts'

/** SQL of the columns of {@link DeliveryRow}. */
export const DELIVERY_COLUMNS = `id, event_id AS "eventId", event_type AS "eventType", endpoint_id AS "endpointId", status,
      trigger, last_trigger AS "lastTrigger", reason, attempt_count AS "attemptCount",
      last_status_code AS "lastStatusCode", last_error_code AS "lastErrorCode", next_attempt_at AS "nextAttemptAt",
      created_at AS "createdAt", finished_at AS "finishedAt"`

/** The columns of a delivery that the API shows. */
export interface DeliveryRow {
  id: string
  eventId: string
  eventType: string
  endpointId: string
  status: DeliveryStatus
  trigger: AttemptTrigger
  lastTrigger: AttemptTrigger | null
  reason: string | null
  attemptCount: number
  lastStatusCode: number | null
  lastErrorCode: string | null
  nextAttemptAt: Date | null
  createdAt: Date
  finishedAt: Date | null
}

const READ_WAITING = {
  name: 'read-endpoints-of-waiting',
  text: `
    SELECT e.id, e.enabled AS "isEnabled", e.transport = 'relay' AS "isRelay", e.max_in_flight AS "maxInFlight",
      g.circuit_opened_at IS NOT NULL AS "isCircuitOpen", g.next_slot_at AS "nextAllowedAt",
      clock_timestamp() AS now,
      (SELECT count(*)::int FROM leases l WHERE l.endpoint_id = e.id AND l.expires_at > now()) AS "inFlight"
    FROM endpoints e JOIN endpoint_gates g ON g.endpoint_id = e.id WHERE e.id = ANY ($1)`,
}

const READ_LEASED = {
  name: 'read-leased-deliveries',
  text: 'SELECT delivery_id AS id FROM leases WHERE delivery_id = ANY ($1) AND expires_at > now()',
}

interface EndpointState {
  id: string
  isEnabled: boolean
  isRelay: boolean
  maxInFlight: number
  isCircuitOpen: boolean
  nextAllowedAt: Date | null
  inFlight: number
  now: Date
}

/** Deliveries as the API shows them. Reads what the pending ones wait for: their endpoints, at most one for each row. */
export async function describeDeliveries(sql: Sql, rows: readonly DeliveryRow[]): Promise<Delivery[]> {
  const reasons = await pendingReasons(
    sql,
    rows.filter(({ status }) => status === 'pending'),
  )
  return rows.map((row) => toDelivery(row, reasons.get(row.id) ?? finalReason(row)))
}

async function pendingReasons(
  sql: Sql,
  pending: readonly DeliveryRow[],
): Promise<ReadonlyMap<string, DeliveryReason>> {
  if (pending.length === 0) return new Map()
  const endpointIds = [...new Set(pending.map(({ endpointId }) => endpointId))]
  const endpoints = await run<EndpointState>(sql, READ_WAITING, [endpointIds])
  const leased = await run<{ id: string }>(sql, READ_LEASED, [pending.map(({ id }) => id)])
  const endpointById = new Map(endpoints.map((endpoint) => [endpoint.id, endpoint]))
  const inFlight = new Set(leased.map(({ id }) => id))
  return new Map(
    pending.flatMap(({ id, endpointId, nextAttemptAt, attemptCount }) => {
      const endpoint = endpointById.get(endpointId)
      if (endpoint === undefined || inFlight.has(id)) return []
      const reason = pendingReason({ now: endpoint.now, nextAttemptAt, attemptCount, endpoint })
      return reason === undefined ? [] : [[id, reason]]
    }),
  )
}

/** The stored reason. A service of the previous version changes the status and leaves the reason of another one. */
function finalReason({ status, reason }: DeliveryRow): DeliveryReason | null {
  if (status === 'failed') return FailureReason.safeParse(reason).data ?? null
  return status === 'cancelled' ? (CancellationReason.safeParse(reason).data ?? null) : null
}

function toDelivery(row: DeliveryRow, reason: DeliveryReason | null): Delivery {
  return {
    id: row.id as DeliveryId,
    eventId: row.eventId as EventId,
    eventType: row.eventType,
    endpointId: row.endpointId as EndpointId,
    status: row.status,
    trigger: row.lastTrigger ?? row.trigger,
    reason,
    attemptCount: row.attemptCount,
    lastStatusCode: row.lastStatusCode,
    lastErrorCode: row.lastErrorCode,
    nextAttemptAt: row.nextAttemptAt?.toISOString() ?? null,
    createdAt: row.createdAt.toISOString(),
    finishedAt: row.finishedAt?.toISOString() ?? null,
  }
}
