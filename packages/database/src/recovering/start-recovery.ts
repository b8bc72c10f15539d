import type { EndpointId, Job, JobId, RecoverableStatus, TenantId } from '@posthorn/contracts'
import { findJob } from '../managing/jobs.ts'
import { type Database, poolOf } from '../sql/database.ts'
import { run } from '../sql/sql.ts'

/** Selects the deliveries to send again, by the time they finished and their status. */
export interface NewRecovery {
  id: JobId
  endpointId: EndpointId
  since: Date
  /** At most the database's current time, which is also the default. */
  until: Date | undefined
  statuses: RecoverableStatus[]
}

// Lock order: the recovery; its tenant and its endpoint, shared (foreign keys).
// One statement, so that of two concurrent starts the second returns the first: the update changes nothing and returns the id.
// Inserts nothing when a recovery with this id exists, finished or not.
const START = {
  name: 'start-recovery',
  text: `
    INSERT INTO jobs (id, tenant_id, endpoint_id, since, until, statuses, due_at, created_at)
    SELECT $1, $2, $3, $4, least($5::timestamptz, now()), $6::delivery_status[], now(), now() WHERE NOT EXISTS (SELECT FROM jobs WHERE id = $1)
    ON CONFLICT (endpoint_id) WHERE finished_at IS NULL DO UPDATE SET due_at = jobs.due_at
    RETURNING id`,
}

/**
 * Starts a recovery of an endpoint. The caller has checked that the endpoint belongs to the tenant. Safe to repeat with the
 * same id.
 * @returns the recovery; with another id, the endpoint's unfinished recovery
 * @throws a foreign key violation when the tenant was deleted
 */
export async function startRecovery(
  database: Database,
  tenantId: TenantId,
  { id, endpointId, since, until, statuses }: NewRecovery,
): Promise<Job> {
  const [row] = await run<{ id: JobId }>(poolOf(database), START, [
    id,
    tenantId,
    endpointId,
    since,
    until,
    statuses,
  ])
  const job = await findJob(database, tenantId, row?.id ?? id)
  if (job === undefined) throw new Error(`job ${id} was written and not found`)
  return job
}
