import type { Job, StartedJob } from '@posthorn/contracts'
import { endDeliveries } from '../../harness/database/ended-deliveries.ts'
import type { Posthorn } from '../../harness/posthorn.ts'
import { createRelay } from '../../harness/relay/relay-of.ts'
import { waitUntil } from '../../harness/wait-until.ts'
import type { SampleData } from './sample-data.ts'

/** More than what waits for a relay before a job pauses. */
const MORE_THAN_WAIT = 501

export interface SampleJobs {
  /** Of the tenant, and finished. */
  retryId: string
  searchId: string
  /** A recovery of another tenant that waits: its relay has no listener. */
  waiting: { tenantId: string; jobId: string }
}

export async function createSampleJobs(
  posthorn: Posthorn,
  { tenant, refused }: SampleData,
): Promise<SampleJobs> {
  const { api } = posthorn
  const start = async (path: string, body: object): Promise<string> => {
    const { body: started } = await api.post<StartedJob>(`${tenant.path}${path}`, body)
    await waitUntil(`the job of ${path} to finish`, async () => {
      const { body: job } = await api.get<Job>(`${tenant.path}/jobs/${started.jobId}`)
      return job.finishedAt !== null
    })
    return started.jobId
  }
  return {
    retryId: await start('/deliveries/bulk', {
      action: 'retry',
      filter: { endpointId: [refused.endpointId], status: ['pending'] },
    }),
    searchId: await start('/events/search', {
      filter: { 'total.amount': { $gte: 100 } },
      types: ['order.*'],
      from: '2026-01-01T00:00:00Z',
    }),
    waiting: await startWaitingJob(posthorn),
  }
}

async function startWaitingJob(posthorn: Posthorn): Promise<SampleJobs['waiting']> {
  const { tenant, relay } = await createRelay(posthorn)
  await endDeliveries(posthorn, tenant, { endpointId: relay.id, count: MORE_THAN_WAIT })
  const filter = { since: '2020-01-01T00:00:00.000Z', statuses: ['failed'] }
  const path = `${tenant.path}/endpoints/${relay.id}/recover`
  const { body } = await posthorn.api.post<StartedJob>(path, filter)
  return { tenantId: tenant.id, jobId: body.jobId }
}
