import type { Job } from '@posthorn/contracts'
import type { RunningPosthorn, Tenant } from '../posthorn.ts'
import { waitUntil } from '../wait-until.ts'

/**
 * The jobs of a tenant.
 * @param current the Posthorn and the tenant of the current test
 * @param deadlineMs of every wait
 */
export function jobsOf(current: () => { posthorn: RunningPosthorn; tenant: Tenant }, deadlineMs: number) {
  const pathOf = (id: string) => `${current().tenant.path}/jobs/${id}`
  const read = async (id: string): Promise<Job> => (await current().posthorn.api.get<Job>(pathOf(id))).body
  const cancel = (id: string) => current().posthorn.api.post<Job>(`${pathOf(id)}/cancel`, {})
  const until = (id: string, what: string, condition: (job: Job) => boolean): Promise<Job> =>
    waitUntil(
      what,
      async () => {
        const job = await read(id)
        return condition(job) && job
      },
      deadlineMs,
    )
  const finished = (id: string): Promise<Job> =>
    until(id, 'the job to be finished', ({ finishedAt }) => finishedAt !== null)
  return { read, cancel, until, finished }
}
