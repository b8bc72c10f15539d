import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { abortAfter } from './abort-after.ts'

const DAY_MS = 86_400_000

describe('a deadline', () => {
  beforeEach(() => {
    vi.useFakeTimers()
  })
  afterEach(() => {
    vi.useRealTimers()
  })

  it.each([Number.POSITIVE_INFINITY, 2 ** 31, Number.MAX_SAFE_INTEGER])(
    'of %d ms, more than a timer can wait, is not over at once',
    (timeoutMs) => {
      const deadline = abortAfter(timeoutMs, undefined)
      vi.advanceTimersByTime(DAY_MS)
      deadline.restart(timeoutMs)
      vi.advanceTimersByTime(DAY_MS)
      expect([deadline.isOver(), deadline.signal.aborted]).toEqual([false, false])
      deadline.release()
    },
  )
})
