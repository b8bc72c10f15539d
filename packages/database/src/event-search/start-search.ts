import type { EventSearch, Job, JobId, TenantId } from '@posthorn/contracts'
import { findBulkJob } from '../bulk/bulk-job.ts'
import { type Database, poolOf } from '../sql/database.ts'
import { lockTenants } from '../sql/lock-tenants.ts'
import { run } from '../sql/sql.ts'

/** Each takes a turn in every worker. */
export const UNFINISHED_SEARCHES_MAX = 3
const KEPT_HOURS = 24

// Lock order: the tenant, shared; new rows. Concurrent starts may exceed the maximum by as many as run at once.
const START = {
  name: 'start-event-search',
  text: `
    WITH tenant AS MATERIALIZED (${lockTenants('ARRAY[$2]')}
    )
    INSERT INTO bulk_jobs (id, tenant_id, kind, request, due_at, created_at, cleanup_at)
    SELECT $1, tenant.id, 'event_search', $3::json, now(), now(), now() + make_interval(hours => ${KEPT_HOURS})
    FROM tenant WHERE (
      SELECT count(*) FROM bulk_jobs WHERE tenant_id = $2 AND kind = 'event_search' AND finished_at IS NULL
    ) < ${UNFINISHED_SEARCHES_MAX}
    ON CONFLICT (id) DO NOTHING`,
}

/**
 * Starts a search of events. Safe to repeat with the same id.
 * @returns undefined when the tenant has too many unfinished searches, or was deleted
 */
export async function startSearch(
  database: Database,
  tenantId: TenantId,
  { id, search }: { id: JobId; search: EventSearch },
): Promise<Job | undefined> {
  await run(poolOf(database), START, [id, tenantId, JSON.stringify(search)])
  return findBulkJob(poolOf(database), tenantId, id)
}
