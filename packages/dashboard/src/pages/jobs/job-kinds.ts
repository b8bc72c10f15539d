import type { Job } from '../../data/jobs/jobs.ts'

/** What each kind of job does. */
export const JOB_KINDS: Record<Job['kind'], string> = {
  recover: 'Recover an endpoint',
  bulk_retry: 'Retry deliveries',
  bulk_cancel: 'Cancel deliveries',
  event_search: 'Search events',
}
