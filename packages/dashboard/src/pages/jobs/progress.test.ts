import { describe, expect, it } from 'vitest'
import type { Job } from '../../data/jobs/jobs.ts'
import { progressOf, textOfProgress } from './progress.ts'

const JOB: Job = {
  id: 'job_1',
  kind: 'bulk_retry',
  status: 'running',
  total: 2_000,
  done: 1_200,
  failed: 3,
  createdAt: '2026-11-28T09:00:00.000Z',
  startedAt: null,
  finishedAt: null,
}

describe('the progress of a job', () => {
  it('is a share of the deliveries that it found', () => {
    expect(progressOf(JOB)).toEqual({ done: 0.6, failed: 0.0015 })
    expect(textOfProgress(JOB)).toBe('1,200 of 2,000 deliveries, 3 left out')
    expect(textOfProgress({ ...JOB, total: 1, done: 1, failed: 0 })).toBe('1 of 1 delivery')
  })

  it('is all or none without a total', () => {
    expect(progressOf({ ...JOB, total: null })).toEqual({ done: 0, failed: 0 })
    expect(progressOf({ ...JOB, total: 0, status: 'succeeded' })).toEqual({ done: 1, failed: 0 })
    expect(textOfProgress({ ...JOB, total: null, status: 'pending' })).toBe('counting the deliveries')
  })

  it('of a search is its hits', () => {
    expect(textOfProgress({ ...JOB, kind: 'event_search', total: null, hits: 1, done: 5_000 })).toBe(
      '1 hit in 5,000 events',
    )
  })
})
