import { isUnfinished, type Job } from '../../data/jobs/jobs.ts'

const LIMITS: Record<NonNullable<Job['limitReached']>, string> = {
  hits: 'It ended at 1,000 hits.',
  events: 'It ended at 1,000,000 events.',
  time: 'It ended after 10 minutes.',
}

/** What a search has done, in words. */
export function summaryOfSearch(job: Job, shownHits: number): string {
  const hits = `${number(shownHits)} ${shownHits === 1 ? 'hit' : 'hits'}`
  const searched = `${number(job.done)} ${job.done === 1 ? 'event' : 'events'}`
  if (job.status === 'failed') return 'The search failed: its stored request cannot be read.'
  if (isUnfinished(job)) return job.done === 0 ? `Searching, ${hits}` : `Searching, ${hits} in ${searched}`
  const end = job.status === 'cancelled' ? ' It was cancelled.' : ''
  const limit =
    job.limitReached === undefined ? '' : ` ${LIMITS[job.limitReached]} Search again with an earlier end.`
  return `${hits} in ${searched}.${end}${limit}`
}

function number(value: number): string {
  return value.toLocaleString('en')
}
