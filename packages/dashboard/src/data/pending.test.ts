import { WAITING_COUNTED_MAX } from '@posthorn/contracts'
import { describe, expect, it } from 'vitest'
import { COUNTED_MAX, sumPending } from './pending.ts'

const endpoint = (pending: number, oldestAt: string | null = null) => ({ pending, oldestAt })

describe('how much waits', () => {
  it('is counted as far as the API counts', () => {
    expect(COUNTED_MAX).toBe(WAITING_COUNTED_MAX)
  })

  it('is exact where all endpoints are known, and none has as many as are counted', () => {
    const data = [endpoint(999, '2026-01-02T00:00:00.000Z'), endpoint(2, '2026-01-01T00:00:00.000Z')]
    expect(sumPending({ data, nextCursor: null })).toEqual({
      count: 1_001,
      isMore: false,
      oldestAt: '2026-01-01T00:00:00.000Z',
      isOldestOfAll: true,
    })
  })

  it('may be more where an endpoint has as many as are counted', () => {
    const data = [endpoint(COUNTED_MAX), endpoint(1)]
    expect(sumPending({ data, nextCursor: null })).toMatchObject({ count: 1_001, isMore: true })
  })

  it('may be more, and older, where there are further endpoints', () => {
    expect(sumPending({ data: [endpoint(3)], nextCursor: 'next' })).toMatchObject({
      count: 3,
      isMore: true,
      isOldestOfAll: false,
    })
  })
})
