import type {
  AttemptTrigger,
  DeliveryId,
  EndpointId,
  EventId,
  PayloadFormat,
  TenantId,
  Transport,
} from '@posthorn/contracts'
import type { AdmissionContext } from '@posthorn/webhook'

// Lock order: free deliveries (SKIP LOCKED), after the gates. A transaction that holds a gate never waits for a delivery.
// A separate statement after the one that locks the gates, so that it sees what the previous holder of the lock committed.
// `octet_length` does not read the body.
export const READ_FOR_ADMISSION = {
  name: 'read-for-admission',
  text: `
    WITH in_flight AS MATERIALIZED (
      SELECT endpoint_id, count(*)::int AS count FROM leases
      WHERE endpoint_id = ANY (ARRAY(SELECT DISTINCT endpoint_id FROM deliveries WHERE id = ANY ($1))) AND expires_at > now()
      GROUP BY endpoint_id
    )
    SELECT d.id, d.tenant_id AS "tenantId", d.event_id AS "eventId", d.event_type AS "eventType", d.status, d.trigger,
      d.attempt_count AS "attemptCount", d.failure_count AS "failureCount", d.next_attempt_at AS "nextAttemptAt",
      d.manual_at AS "manualAt", clock_timestamp() AS now, lease.number AS "leaseNumber",
      lease.expires_at AS "leaseUntil", e.payload_format AS "payloadFormat",
      e.id AS "endpointId", e.transport, e.enabled, e.max_in_flight AS "maxInFlight",
      e.rate_limit_per_second AS "rateLimitPerSecond", e.timeout_seconds AS "timeoutSeconds",
      greatest(e.deleted_at, (SELECT deleted_at FROM tenants WHERE id = e.tenant_id)) AS "deletedAt",
      g.next_slot_at AS "nextAllowedAt", g.circuit_opened_at AS "circuitOpenedAt", g.probe_at AS "probeAt",
      coalesce((SELECT count FROM in_flight WHERE endpoint_id = e.id), 0) AS "inFlight",
      (
        SELECT octet_length(body) + CASE WHEN e.payload_format = 'raw' THEN coalesce(octet_length(raw), 0) ELSE 0 END
        FROM events WHERE id = d.event_id AND content_removed_at IS NULL LIMIT 1
      ) AS "bodyBytes"
    FROM deliveries d JOIN endpoints e ON e.id = d.endpoint_id JOIN endpoint_gates g ON g.endpoint_id = e.id
      LEFT JOIN LATERAL (SELECT number, expires_at FROM leases WHERE delivery_id = d.id LIMIT 1) AS lease ON true
    WHERE d.id = ANY ($1)
    FOR NO KEY UPDATE OF d SKIP LOCKED`,
}

export interface AdmissionRow {
  id: DeliveryId
  tenantId: TenantId
  eventId: EventId
  eventType: string
  now: Date
  status: 'pending' | 'succeeded' | 'failed' | 'cancelled'
  trigger: AttemptTrigger
  attemptCount: number
  failureCount: number
  nextAttemptAt: Date | null
  manualAt: Date | null
  /** Of the current lease, or of an expired one whose attempt has no result. */
  leaseNumber: number | null
  leaseUntil: Date | null
  payloadFormat: PayloadFormat
  endpointId: EndpointId
  transport: Transport
  enabled: boolean
  deletedAt: Date | null
  maxInFlight: number
  rateLimitPerSecond: number | null
  timeoutSeconds: number
  nextAllowedAt: Date | null
  circuitOpenedAt: Date | null
  probeAt: Date | null
  inFlight: number
  /** Size of what the attempt reads from the event; null when the event, or its content, was removed. */
  bodyBytes: number | null
}

/** Converts a row for `decideAdmission`. */
export function admissionContext(row: AdmissionRow): AdmissionContext {
  const { now, nextAttemptAt, leaseUntil, maxInFlight, rateLimitPerSecond } = row
  const { inFlight, nextAllowedAt, circuitOpenedAt, probeAt } = row
  const isPending = row.status === 'pending'
  return {
    now,
    delivery: {
      isPending,
      nextAttemptAt,
      leaseUntil,
      hasContent: row.bodyBytes !== null,
      isManual: row.manualAt !== null || (isPending && row.trigger === 'test'),
    },
    endpoint: {
      isEnabled: row.enabled,
      isDeleted: row.deletedAt !== null,
      isRelay: row.transport === 'relay',
      maxInFlight,
      rateLimitPerSecond,
    },
    gate: { inFlight, nextAllowedAt, circuitOpenedAt, probeAt },
  }
}
