import {
  type EndpointId,
  type Job,
  type JobId,
  type Page,
  type PageQuery,
  type RecoverableStatus,
  type TenantId,
} from '@posthorn/contracts'
import { cancelBulkJob, findBulkJob, listBulkJobs } from '../bulk/bulk-job.ts'
import type { Job as JobRow } from '../generated/client.ts'
import { LAST_ID } from '../sql/along-index.ts'
import { idsOfPage, listOf, toPageById } from '../sql/cursor.ts'
import { type Database, poolOf, prismaOf } from '../sql/database.ts'
import { run } from '../sql/sql.ts'

/** A recovery, or a bulk job. */
export async function findJob(database: Database, tenantId: TenantId, id: JobId): Promise<Job | undefined> {
  const row = await prismaOf(database).job.findFirst({ where: { id, tenantId } })
  return row === null ? findBulkJob(poolOf(database), tenantId, id) : toJob(row)
}

/** Recoveries and bulk jobs, newest first: a page of each, merged. */
export async function listJobs(database: Database, tenantId: TenantId, query: PageQuery): Promise<Page<Job>> {
  const { lt: before = LAST_ID } = idsOfPage('job', query)
  const limit = query.limit + 1
  const [recoveries, bulkJobs] = await Promise.all([
    prismaOf(database).job.findMany({
      where: { tenantId, id: { lt: before } },
      orderBy: { id: 'desc' },
      take: limit,
    }),
    listBulkJobs(poolOf(database), tenantId, { before, limit }),
  ])
  const jobs = [...recoveries.map(toJob), ...bulkJobs].toSorted((one, other) => (one.id < other.id ? 1 : -1))
  return toPageById(listOf('job'), jobs, { limit: query.limit, toItem: (job) => job })
}

const CANCEL = {
  name: 'cancel-recovery',
  text: `
    UPDATE jobs SET status = 'cancelled', due_at = NULL, finished_at = now()
    WHERE id = $1 AND tenant_id = $2 AND finished_at IS NULL`,
}

/** Cancels a job after its current part. Its pending deliveries continue. No effect on a finished one. */
export async function cancelJob(database: Database, tenantId: TenantId, id: JobId): Promise<void> {
  await run(poolOf(database), CANCEL, [id, tenantId])
  await cancelBulkJob(poolOf(database), tenantId, id)
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
    // Until it has started, the count is incomplete.
    total: row.startedAt === null ? null : row.total,
    done: row.done,
    failed: row.failed,
    createdAt: row.createdAt.toISOString(),
    startedAt: row.startedAt?.toISOString() ?? null,
    finishedAt: row.finishedAt?.toISOString() ?? null,
  }
}
