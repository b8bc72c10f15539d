import type { AttemptTrigger, DeliveryId, EndpointId } from '@posthorn/contracts'
import type { AdmissionContext } from '@posthorn/webhook'

// Read after the gates are locked, in a statement of its own: only then does it see what the last holder has committed.
export const READ_FOR_ADMISSION = {
  name: 'read-for-admission',
  text: `
    WITH flying AS (
      SELECT endpoint_id, count(*)::int AS count FROM deliveries
      WHERE endpoint_id = ANY ($2) AND lease_until > now() GROUP BY endpoint_id
    )
    SELECT d.id, clock_timestamp() AS now, d.status, d.trigger, d.next_attempt_at AS "nextAttemptAt",
      d.lease_until AS "leaseUntil", d.manual_at AS "manualAt", d.attempt_count AS "attemptCount",
      e.id AS "endpointId", e.enabled, e.max_in_flight AS "maxInFlight",
      e.rate_limit_per_second AS "rateLimitPerSecond", e.timeout_seconds AS "timeoutSeconds",
      greatest(e.deleted_at, (SELECT deleted_at FROM tenants WHERE id = e.tenant_id)) AS "deletedAt",
      g.next_slot_at AS "nextSlotAt", g.circuit_opened_at AS "circuitOpenedAt", g.probe_at AS "probeAt",
      coalesce((SELECT count FROM flying WHERE endpoint_id = e.id), 0) AS "inFlight"
    FROM deliveries d JOIN endpoints e ON e.id = d.endpoint_id JOIN endpoint_gates g ON g.endpoint_id = e.id
    WHERE d.id = ANY ($1)
    FOR NO KEY UPDATE OF d SKIP LOCKED`,
}

export interface AdmissionRow {
  id: DeliveryId
  now: Date
  status: 'pending' | 'succeeded' | 'failed' | 'cancelled'
  trigger: AttemptTrigger
  nextAttemptAt: Date | null
  leaseUntil: Date | null
  manualAt: Date | null
  attemptCount: number
  endpointId: EndpointId
  enabled: boolean
  deletedAt: Date | null
  maxInFlight: number
  rateLimitPerSecond: number | null
  timeoutSeconds: number
  nextSlotAt: Date | null
  circuitOpenedAt: Date | null
  probeAt: Date | null
  inFlight: number
}

/** What the rule asks, from what the tables say. */
export function admissionContext(row: AdmissionRow): AdmissionContext {
  const { now, nextAttemptAt, leaseUntil, maxInFlight, rateLimitPerSecond } = row
  const { inFlight, nextSlotAt, circuitOpenedAt, probeAt } = row
  const isPending = row.status === 'pending'
  return {
    now,
    delivery: {
      isPending,
      nextAttemptAt,
      leaseUntil,
      isManual: row.manualAt !== null || (isPending && row.trigger === 'test'),
    },
    endpoint: { isEnabled: row.enabled, isDeleted: row.deletedAt !== null, maxInFlight, rateLimitPerSecond },
    gate: { inFlight, nextSlotAt, circuitOpenedAt, probeAt },
  }
}
