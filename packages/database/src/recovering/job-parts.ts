import type { EndpointId, JobId } from '@posthorn/contracts'
import { recoveryReserve } from '@posthorn/webhook'
import type { Database } from '../sql/database.ts'
import { inTransaction, run } from '../sql/sql.ts'
import {
  countSome,
  finishRecovery,
  type RecoveryPart,
  type RunningRecovery,
  sendSome,
} from './recovery-parts.ts'

const FIND_DUE = {
  name: 'find-due-jobs',
  text: 'SELECT id FROM jobs WHERE due_at <= now() ORDER BY due_at LIMIT $1',
}

/** Jobs that a worker has to go on with, those first that have waited longest. */
export async function findDueJobs({ pool }: Database, limit: number): Promise<JobId[]> {
  const rows = await run<{ id: JobId }>(pool, FIND_DUE, [limit])
  return rows.map(({ id }) => id)
}

const LOCK = {
  name: 'lock-due-job',
  text: `
    SELECT id, endpoint_id AS "endpointId", since, until, statuses::text[],
      reached_finished_at AS "reachedAt", reached_id AS "reachedId",
      started_at IS NOT NULL AS "isCounted"
    FROM jobs WHERE id = $1 AND due_at <= now() FOR NO KEY UPDATE SKIP LOCKED`,
}

const READ_ENDPOINT = {
  name: 'read-endpoint-of-job',
  text: `
    SELECT e.deleted_at IS NOT NULL OR t.deleted_at IS NOT NULL AS "isDeleted",
      NOT e.enabled OR g.circuit_opened_at IS NOT NULL AS "isResting", e.max_in_flight AS "maxInFlight",
      e.rate_limit_per_second AS "rateLimitPerSecond"
    FROM endpoints e JOIN endpoint_gates g ON g.endpoint_id = e.id JOIN tenants t ON t.id = e.tenant_id WHERE e.id = $1`,
}

/** So much is waiting for the endpoint then that it has enough to do when it takes some again. */
const RESTING_PAUSE_MS = 5000

interface JobEndpoint {
  isDeleted: boolean
  /** It takes none for a while: disabled, or its circuit is open. */
  isResting: boolean
  maxInFlight: number
  rateLimitPerSecond: number | null
}

/**
 * Goes on with a job by one part: all of it is done together with the place that it has reached, or nothing. Workers
 * that try at once do not do the same part.
 * @param pauseMs after which the next part is due
 * @returns undefined when another worker has it, or it is not due any more
 */
export async function advanceJob(
  { pool }: Database,
  id: JobId,
  pauseMs: number,
): Promise<(RecoveryPart & { endpointId: EndpointId }) | undefined> {
  return inTransaction(pool, async (sql) => {
    const [job] = await run<RunningRecovery & { isCounted: boolean }>(sql, LOCK, [id])
    if (job === undefined) return undefined
    const [endpoint] = await run<JobEndpoint>(sql, READ_ENDPOINT, [job.endpointId])
    const { endpointId } = job
    if (endpoint === undefined || endpoint.isDeleted)
      return { ...(await finishRecovery(sql, id, 'failed')), endpointId }
    const part = job.isCounted
      ? await sendSome(sql, job, {
          reserve: recoveryReserve(endpoint),
          pauseMs,
          heldBackMs: endpoint.isResting ? RESTING_PAUSE_MS : pauseMs,
        })
      : await countSome(sql, job, pauseMs)
    return { ...part, endpointId }
  })
}

const POSTPONE = {
  name: 'postpone-job',
  text: 'UPDATE jobs SET due_at = now() + make_interval(secs => $2) WHERE id = $1 AND finished_at IS NULL',
}

/** Leaves a job alone for a while, whose part could not be done. */
export async function postponeJob({ pool }: Database, id: JobId, seconds: number): Promise<void> {
  await run(pool, POSTPONE, [id, seconds])
}
