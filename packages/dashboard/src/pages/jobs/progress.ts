import { isUnfinished, type Job } from '../../data/jobs/jobs.ts'

/** Shares of a job, 0 to 1: what is done, and what was left out. A search has no total: it is all done, or none. */
export function progressOf(job: Pick<Job, 'total' | 'done' | 'failed' | 'status'>) {
  const { total, done, failed } = job
  if (total == null || total === 0) return { done: isUnfinished(job) ? 0 : 1, failed: 0 }
  return { done: Math.min(done / total, 1), failed: Math.min(failed / total, 1) }
}

/** The numbers of a job in words. */
export function textOfProgress({ kind, status, total, done, failed, hits = 0 }: Job): string {
  if (kind === 'event_search') return `${count(hits, 'hit')} in ${count(done, 'event')}`
  if (total == null) return status === 'pending' ? 'counting the deliveries' : 'not counted'
  const left = failed === 0 ? '' : `, ${failed.toLocaleString('en')} left out`
  return `${done.toLocaleString('en')} of ${count(total, 'delivery', 'deliveries')}${left}`
}

function count(value: number, one: string, many = `${one}s`): string {
  return `${value.toLocaleString('en')} ${value === 1 ? one : many}`
}
