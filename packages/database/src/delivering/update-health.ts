import type { EndpointId } from '@posthorn/contracts'
import { type AttemptTally, type EndpointHealth, healthAfter, type WindowBucket } from '@posthorn/webhook'
import { type Database, poolOf } from '../sql/database.ts'
import { inTransaction, run } from '../sql/sql.ts'

// Lock order: gates by endpoint id, so that concurrent workers cannot deadlock.
const LOCK = {
  name: 'lock-gates-for-health',
  text: `
    SELECT endpoint_id AS "endpointId", recent, circuit_opened_at AS "circuitOpenedAt", circuit_reason AS "circuitReason",
      probe_at AS "probeAt", probe_pause_ms AS "probePauseMs", last_success_at AS "lastSuccessAt",
      failing_since AS "failingSince", failed_attempts AS "failedAttempts", exhausted_deliveries AS "exhaustedDeliveries",
      clock_timestamp() AS now
    FROM endpoint_gates WHERE endpoint_id = ANY ($1) ORDER BY endpoint_id FOR NO KEY UPDATE`,
}

interface HealthRow extends Omit<EndpointHealth, 'recent'> {
  endpointId: EndpointId
  recent: WindowBucket[]
  now: Date
}

// `wake_at`: when a circuit opens, the time of its probe; when it closes, now.
const WRITE = {
  name: 'write-health',
  text: `
    UPDATE endpoint_gates g SET recent = h.recent, circuit_opened_at = h.circuit_opened_at,
      circuit_reason = h.circuit_reason, probe_at = h.probe_at, probe_pause_ms = h.probe_pause_ms,
      last_success_at = h.last_success_at, failing_since = h.failing_since, failed_attempts = h.failed_attempts,
      exhausted_deliveries = h.exhausted_deliveries,
      warned_at = CASE WHEN h.failing_since IS NULL THEN NULL ELSE g.warned_at END,
      wake_at = CASE WHEN h.circuit_opened_at IS NOT NULL THEN h.probe_at
        WHEN g.circuit_opened_at IS NOT NULL THEN now() ELSE g.wake_at END
    FROM jsonb_to_recordset($1) AS h (endpoint_id text, recent jsonb, circuit_opened_at timestamptz, circuit_reason text,
      probe_at timestamptz, probe_pause_ms int, last_success_at timestamptz, failing_since timestamptz,
      failed_attempts int, exhausted_deliveries int)
    WHERE g.endpoint_id = h.endpoint_id`,
}

/** An endpoint whose circuit opened or closed. */
export interface CircuitChange {
  endpointId: EndpointId
  isOpen: boolean
  reason: string | null
}

/**
 * Updates the health of endpoints after attempts.
 * @returns the endpoints whose circuit opened or closed
 */
export async function updateHealth(
  database: Database,
  tallies: ReadonlyMap<EndpointId, AttemptTally>,
): Promise<CircuitChange[]> {
  return inTransaction(poolOf(database), async (sql) => {
    const rows = await run<HealthRow>(sql, LOCK, [[...tallies.keys()]])
    const updated = rows.flatMap((row) => {
      const tally = tallies.get(row.endpointId)
      return tally === undefined ? [] : [{ before: row, after: healthAfter(row, tally, row.now) }]
    })
    await run(sql, WRITE, [
      JSON.stringify(updated.map(({ before, after }) => columnsOf(before.endpointId, after))),
    ])
    return updated.flatMap(({ before, after }) => {
      const isOpen = after.circuitOpenedAt !== null
      if ((before.circuitOpenedAt !== null) === isOpen) return []
      return [{ endpointId: before.endpointId, isOpen, reason: after.circuitReason }]
    })
  })
}

function columnsOf(endpointId: EndpointId, health: EndpointHealth) {
  return {
    endpoint_id: endpointId,
    recent: health.recent,
    circuit_opened_at: health.circuitOpenedAt,
    circuit_reason: health.circuitReason,
    probe_at: health.probeAt,
    probe_pause_ms: health.probePauseMs,
    last_success_at: health.lastSuccessAt,
    failing_since: health.failingSince,
    failed_attempts: health.failedAttempts,
    exhausted_deliveries: health.exhaustedDeliveries,
  }
}
