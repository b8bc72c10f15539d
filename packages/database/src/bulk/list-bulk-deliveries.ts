import type { EndpointId } from '@posthorn/contracts'
import type { DeliveryRow } from '../listing/described-deliveries.ts'
import { selectDeliveries } from '../listing/selected-deliveries.ts'
import { rowsOf } from '../sql/rows-of.ts'
import { run, type Sql } from '../sql/sql.ts'
import type { BulkPart, RunningBulkJob } from './bulk-part.ts'

/** Rows of one part: well under a second. */
const LISTED_PER_PART = 1000

const LISTED = rowsOf<DeliveryRow>()(
  'found',
  {
    endpoint_id: { type: 'text', of: ({ endpointId }) => endpointId as EndpointId },
    delivery_id: { type: 'text', of: ({ id }) => id },
  },
  4,
)

// Lock order: new rows; the job is locked already. A delivery that finished again meanwhile may be found twice in a list by that
// time: it is listed once.
const ADD = {
  name: 'list-bulk-deliveries',
  text: `
    WITH listed AS (
      INSERT INTO bulk_job_deliveries (job_id, endpoint_id, delivery_id)
      SELECT $1, endpoint_id, delivery_id FROM ${LISTED.from} ON CONFLICT DO NOTHING
      RETURNING endpoint_id
    ), endpoint AS (
      INSERT INTO bulk_job_endpoints (job_id, endpoint_id, due_at)
      SELECT DISTINCT $1, endpoint_id, now() FROM listed ON CONFLICT DO NOTHING
    )
    UPDATE bulk_jobs SET total = coalesce(total, 0) + (SELECT count(*)::int FROM listed), reached = $2,
      started_at = CASE WHEN $3 THEN now() END, status = CASE WHEN $3 THEN 'running'::job_status ELSE status END,
      due_at = now()
    WHERE id = $1`,
}

/** Lists the next deliveries of a bulk job. After the last ones the job has started. */
export async function listNext(sql: Sql, job: RunningBulkJob): Promise<BulkPart> {
  const { rows, next } = await selectDeliveries(sql, job, {
    position: job.reached ?? undefined,
    limit: LISTED_PER_PART,
  })
  await run(sql, ADD, [job.id, next ?? job.reached, next === undefined, ...LISTED.values(rows)])
  return { kind: 'listed', deliveries: rows.length }
}
