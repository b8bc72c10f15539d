import type { Job, StartedJob } from '@posthorn/contracts'
import type { Posthorn } from '../../harness/posthorn.ts'
import { waitUntil } from '../../harness/wait-until.ts'
import type { SampleData } from './sample-data.ts'

/** Jobs of the tenant that have finished. */
export interface SampleJobs {
  retryId: string
  searchId: string
}

export async function createSampleJobs(
  { api }: Pick<Posthorn, 'api'>,
  { tenant, refused }: SampleData,
): Promise<SampleJobs> {
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
  }
}
