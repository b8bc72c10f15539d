import type { EndpointId, JobId } from '@posthorn/contracts'
import { recoveryReserve } from '@posthorn/webhook'
import { RATE_LIMIT } from '../relaying/relay-row.ts'
import { run, type Sql } from '../sql/sql.ts'
import type { BulkPart, RunningBulkJob } from './bulk-part.ts'
import { CANCEL_LISTED, FAIL_LISTED, type ProcessedRow, RETRY_LISTED } from './bulk-statements.ts'

const PAUSE_MS = 250
/** Pause while the endpoint accepts nothing, or may have no listener: enough deliveries wait for it already. */
const PAUSED_ENDPOINT_DELAY_MS = 5000
/** Deliveries of one part that are not sent: well under a second. */
const PER_PART = 1000

const NEXT_ENDPOINT = {
  name: 'find-next-endpoint-of-bulk-job',
  text: `
    SELECT due.endpoint_id AS "endpointId",
      e.id IS NOT NULL AND e.enabled AND e.deleted_at IS NULL AND t.deleted_at IS NULL AS "isEnabled",
      g.circuit_opened_at IS NOT NULL OR e.transport = 'relay' AS "isPaused", e.max_in_flight AS "maxInFlight",
      ${RATE_LIMIT} AS "rateLimitPerSecond"
    FROM (
      SELECT endpoint_id FROM bulk_job_endpoints WHERE job_id = $1 AND due_at <= now() ORDER BY job_id, due_at LIMIT 1
    ) AS due LEFT JOIN endpoints e ON e.id = due.endpoint_id LEFT JOIN endpoint_gates g ON g.endpoint_id = e.id
      LEFT JOIN tenants t ON t.id = e.tenant_id`,
}

interface BulkEndpoint {
  endpointId: EndpointId
  isEnabled: boolean
  /** Its circuit is open. Or it is a relay, which may have no listener. */
  isPaused: boolean
  maxInFlight: number
  rateLimitPerSecond: number | null
}

const COUNT_WAITING = {
  name: 'count-waiting-of-bulk-endpoint',
  text: `
    SELECT count(*)::int AS waiting FROM (
      SELECT FROM deliveries WHERE endpoint_id = $1 AND status = 'pending' AND remind_at IS NULL LIMIT $2
    ) AS waiting`,
}

// Lock order: the gate, after the deliveries. A transaction that holds a gate never waits for a delivery.
const WAKE = {
  name: 'wake-gate-of-bulk-job',
  text: 'UPDATE endpoint_gates SET wake_at = least(wake_at, now()) WHERE endpoint_id = $1',
}

/** Processes the next deliveries of the endpoint of a job that has waited longest, within the limits of that endpoint. */
export async function processNext(sql: Sql, job: Omit<RunningBulkJob, 'filter'>): Promise<BulkPart> {
  const [endpoint] = await run<BulkEndpoint>(sql, NEXT_ENDPOINT, [job.id])
  if (endpoint === undefined) return scheduleNext(sql, job.id)
  const values = [job.id, endpoint.endpointId]
  if (job.action === 'cancel') {
    const { count } = await processed(sql, CANCEL_LISTED, [...values, PER_PART])
    return settle(sql, job.id, endpoint, { kind: 'processed', deliveries: count, isLast: count < PER_PART })
  }
  if (!endpoint.isEnabled) {
    const { count } = await processed(sql, FAIL_LISTED, [...values, PER_PART])
    return settle(sql, job.id, endpoint, { kind: 'failed', deliveries: count, isLast: count < PER_PART })
  }
  const reserve = recoveryReserve(endpoint)
  const [state] = await run<{ waiting: number }>(sql, COUNT_WAITING, [endpoint.endpointId, reserve])
  if (state !== undefined && state.waiting >= reserve) {
    const pauseMs = endpoint.isPaused ? PAUSED_ENDPOINT_DELAY_MS : PAUSE_MS
    await run(sql, POSTPONE_ENDPOINT, [job.id, endpoint.endpointId, pauseMs])
    await scheduleNext(sql, job.id)
    return { kind: 'deferred' }
  }
  const { count, changed } = await processed(sql, RETRY_LISTED, [...values, reserve])
  if (changed > 0) await run(sql, WAKE, [endpoint.endpointId])
  return settle(sql, job.id, endpoint, { kind: 'processed', deliveries: count, isLast: count < reserve })
}

async function processed(
  sql: Sql,
  statement: { name: string; text: string },
  values: unknown[],
): Promise<ProcessedRow> {
  const [row] = await run<ProcessedRow>(sql, statement, values)
  return row ?? { count: 0, changed: 0 }
}

const POSTPONE_ENDPOINT = {
  name: 'postpone-endpoint-of-bulk-job',
  text: `
    UPDATE bulk_job_endpoints SET due_at = now() + make_interval(secs => $3::float8 / 1000)
    WHERE job_id = $1 AND endpoint_id = $2`,
}

const REMOVE_ENDPOINT = {
  name: 'remove-endpoint-of-bulk-job',
  text: 'DELETE FROM bulk_job_endpoints WHERE job_id = $1 AND endpoint_id = $2',
}

/** Removes an endpoint after its last deliveries; otherwise its next part follows after those of the other endpoints. */
async function settle(
  sql: Sql,
  id: JobId,
  { endpointId }: BulkEndpoint,
  { isLast, ...part }: { kind: 'processed' | 'failed'; deliveries: number; isLast: boolean },
): Promise<BulkPart> {
  if (isLast) await run(sql, REMOVE_ENDPOINT, [id, endpointId])
  else await run(sql, POSTPONE_ENDPOINT, [id, endpointId, PAUSE_MS])
  const next = await scheduleNext(sql, id)
  return next.kind === 'finished' ? next : part
}

// Lock order: none of its own; the job is locked already.
const SCHEDULE = {
  name: 'schedule-bulk-job',
  text: `
    WITH next AS (
      SELECT (SELECT due_at FROM bulk_job_endpoints WHERE job_id = $1 ORDER BY job_id, due_at LIMIT 1) AS due_at
    )
    UPDATE bulk_jobs SET due_at = next.due_at,
      status = CASE WHEN next.due_at IS NULL THEN 'succeeded'::job_status ELSE status END,
      finished_at = CASE WHEN next.due_at IS NULL THEN now() END
    FROM next WHERE id = $1
    RETURNING next.due_at IS NULL AS "isFinished"`,
}

/** The next part is due when that of any of its endpoints is. Without endpoints the job has finished. */
async function scheduleNext(
  sql: Sql,
  id: JobId,
): Promise<Extract<BulkPart, { kind: 'deferred' | 'finished' }>> {
  const [row] = await run<{ isFinished: boolean }>(sql, SCHEDULE, [id])
  return row?.isFinished === true ? { kind: 'finished', status: 'succeeded' } : { kind: 'deferred' }
}
