import { expect, it } from 'vitest'
import type { Job } from '../../data/jobs/jobs.ts'
import { summaryOfSearch } from './summary-of-search.ts'

const JOB: Job = {
  id: 'job_1',
  kind: 'event_search',
  status: 'running',
  done: 0,
  failed: 0,
  total: null,
  createdAt: '2026-11-28T09:00:00.000Z',
  startedAt: null,
  finishedAt: null,
}

it.each<[Partial<Job>, number, string]>([
  [{}, 0, 'Searching, 0 hits'],
  [{ done: 3_000 }, 1, 'Searching, 1 hit in 3,000 events'],
  [{ status: 'succeeded', done: 1 }, 1, '1 hit in 1 event.'],
  [{ status: 'cancelled', done: 20 }, 2, '2 hits in 20 events. It was cancelled.'],
  [
    { status: 'succeeded', done: 9_000, limitReached: 'hits' },
    1_000,
    '1,000 hits in 9,000 events. It ended at 1,000 hits. Search again with an earlier end.',
  ],
])('says what a search has done: %j', (fields, hits, text) => {
  expect(summaryOfSearch({ ...JOB, ...fields }, hits)).toBe(text)
})
