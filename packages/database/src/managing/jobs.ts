import {
  type EndpointId,
  type Job,
  type JobId,
  type Page,
  type PageQuery,
  type RecoverableStatus,
  type TenantId,
} from '@posthorn/contracts'
import type { Job as JobRow } from '../generated/client.ts'
import { idsOfPage, listOf, toPageById } from '../sql/cursor.ts'
import type { Database } from '../sql/database.ts'
import { run } from '../sql/sql.ts'

/** What is to be sent again: an endpoint's deliveries that finished in some time, and what became of them. */
export interface NewRecovery {
  id: JobId
  endpointId: EndpointId
  since: Date
  /** Default, and latest: now, by the clock of the database, which says when deliveries finish. */
  until: Date | undefined
  statuses: RecoverableStatus[]
}

// In one statement, so that of two at once one is told of the other: a job that is there is written as it was, and read.
// Nothing is written when the very same job is there already, be it finished.
const START = {
  name: 'start-recovery',
  text: `
    INSERT INTO jobs (id, tenant_id, endpoint_id, since, until, statuses, due_at, created_at)
    SELECT $1, $2, $3, $4, least($5::timestamptz, now()), $6::delivery_status[], now(), now() WHERE NOT EXISTS (SELECT FROM jobs WHERE id = $1)
    ON CONFLICT (endpoint_id) WHERE finished_at IS NULL DO UPDATE SET due_at = jobs.due_at
    RETURNING id`,
}

/**
 * Puts down that deliveries of an endpoint are to be sent again. The caller has made sure that it is the tenant's. Safe
 * to repeat with the same id.
 * @returns the job; one with another id is that of the endpoint which is not finished yet
 * @throws a foreign key violation when the tenant is gone
 */
export async function startRecovery(
  database: Database,
  tenantId: TenantId,
  { id, endpointId, since, until, statuses }: NewRecovery,
): Promise<Job> {
  const [row] = await run<{ id: JobId }>(database.pool, START, [
    id,
    tenantId,
    endpointId,
    since,
    until,
    statuses,
  ])
  const job = await findJob(database, tenantId, row?.id ?? id)
  if (job === undefined) throw new Error(`job ${id} is not there, although it was just written`)
  return job
}

export async function findJob({ prisma }: Database, tenantId: TenantId, id: JobId): Promise<Job | undefined> {
  const row = await prisma.job.findFirst({ where: { id, tenantId } })
  return row === null ? undefined : toJob(row)
}

export async function listJobs(
  { prisma }: Database,
  tenantId: TenantId,
  query: PageQuery,
): Promise<Page<Job>> {
  const rows = await prisma.job.findMany({
    where: { tenantId, id: idsOfPage('job', query) },
    orderBy: { id: 'desc' },
    take: query.limit + 1,
  })
  return toPageById(listOf('job'), rows, { limit: query.limit, toItem: toJob })
}

const CANCEL = {
  name: 'cancel-job',
  text: `
    UPDATE jobs SET status = 'cancelled', due_at = NULL, finished_at = now()
    WHERE id = $1 AND tenant_id = $2 AND finished_at IS NULL`,
}

/** Stops a job after the part that is being done. What it has put on its way goes on. Nothing to one that is finished. */
export async function cancelJob({ pool }: Database, tenantId: TenantId, id: JobId): Promise<void> {
  await run(pool, CANCEL, [id, tenantId])
}

function toJob(row: JobRow): Job {
  return {
    id: row.id as JobId,
    kind: 'recover',
    endpointId: row.endpointId as EndpointId,
    status: row.status,
    since: row.since.toISOString(),
    until: row.until.toISOString(),
    statuses: row.statuses as RecoverableStatus[],
    // Before it has started there are more to be counted.
    total: row.startedAt === null ? null : row.total,
    done: row.done,
    failed: row.failed,
    createdAt: row.createdAt.toISOString(),
    startedAt: row.startedAt?.toISOString() ?? null,
    finishedAt: row.finishedAt?.toISOString() ?? null,
  }
}
