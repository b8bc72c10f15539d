import { describe, expect, it } from 'vitest'
import { QueueJobRetryDelays } from './queue-job-retry-delays.ts'

describe('jobs of a tenant without room', () => {
  it('are retried one after another, at about the rate of delivery', () => {
    const delays = new QueueJobRetryDelays(() => 10_000)
    const pauses = Array.from({ length: 4 }, () => delays.retryInMs('busy', 500))
    expect(pauses).toEqual([1000, 1125, 1250, 1375])
  })

  it('are retried after a minute at the latest', () => {
    const delays = new QueueJobRetryDelays(() => 10_000)
    const pauses = Array.from({ length: 2000 }, () => delays.retryInMs('busy', 500))
    expect(Math.max(...pauses)).toBe(60_000)
  })

  it('do not wait for jobs of other tenants, nor for past ones', () => {
    let nowMs = 10_000
    const delays = new QueueJobRetryDelays(() => nowMs)
    for (let job = 0; job < 100; job += 1) delays.retryInMs('busy', 500)
    expect(delays.retryInMs('other', 500)).toBe(1000)
    nowMs += 60_000
    expect(delays.retryInMs('busy', 500)).toBe(1000)
  })
})
