import type { BulkAction, DeliveryFilter, Job, JobId, TenantId } from '@posthorn/contracts'
import { type Database, poolOf } from '../sql/database.ts'
import { lockTenants } from '../sql/lock-tenants.ts'
import { run } from '../sql/sql.ts'
import { findBulkJob } from './bulk-job.ts'

/** Each takes a turn in every worker. */
export const UNFINISHED_BULK_JOBS_MAX = 10

// Lock order: the tenant, shared; new rows. Concurrent starts may exceed the maximum by as many as run at once.
const START = {
  name: 'start-bulk-job',
  text: `
    WITH tenant AS MATERIALIZED (${lockTenants('ARRAY[$2]')}
    )
    INSERT INTO bulk_jobs (id, tenant_id, kind, request, due_at, created_at)
    SELECT $1, tenant.id, $4::bulk_job_kind, $3::json, now(), now()
    FROM tenant WHERE (
      SELECT count(*) FROM bulk_jobs WHERE tenant_id = $2 AND kind IN ('bulk_retry', 'bulk_cancel') AND finished_at IS NULL
    ) < ${UNFINISHED_BULK_JOBS_MAX}
    ON CONFLICT (id) DO NOTHING`,
}

/**
 * Starts a bulk job. Safe to repeat with the same id.
 * @param options.filter with the statuses that the action applies to, and excluding deliveries that are newer than the job
 * @returns undefined when the tenant has too many unfinished bulk jobs, or was deleted
 */
export async function startBulk(
  database: Database,
  tenantId: TenantId,
  { id, action, filter }: { id: JobId; action: BulkAction; filter: DeliveryFilter },
): Promise<Job | undefined> {
  const values = [id, tenantId, JSON.stringify(filter), `bulk_${action}`]
  await run(poolOf(database), START, values)
  return findBulkJob(poolOf(database), tenantId, id)
}
