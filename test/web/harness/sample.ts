import type { Delivery } from '@posthorn/contracts'
import type { Posthorn } from '../../harness/posthorn.ts'
import { addHistory } from './history.ts'
import { createManagedData } from './managed-data.ts'
import { createRemoved } from './removed.ts'
import { createSampleData, type SampleData } from './sample-data.ts'
import { createSampleJobs, type SampleJobs } from './sample-jobs.ts'

/** What there is to see. */
export type Sample = SampleData & SampleJobs & { removed: Delivery }

/** Creates something to see for every page and dialog. */
export async function createSample(posthorn: Posthorn): Promise<Sample> {
  const data = await createSampleData(posthorn)
  const jobs = await createSampleJobs(posthorn, data)
  const removed = await createRemoved(posthorn, data.tenant, data.accepted.endpointId)
  await createManagedData(posthorn.api, data.tenant.path)
  await addHistory(posthorn.database, data.tenant.id, data.accepted.endpointId)
  return { ...data, ...jobs, removed }
}
