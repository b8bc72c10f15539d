import { describe, expect, it } from 'vitest'
import { countEarlyExits, restartPauseMs } from './restart-pause.ts'

describe('the pause before a service is started again', () => {
  it.each([
    [1, 1_000],
    [2, 2_000],
    [3, 4_000],
    [5, 16_000],
    [6, 30_000],
    [5_000, 30_000],
  ])('after early exit %d in a row is %d ms', (earlyExits, pauseMs) => {
    expect(restartPauseMs(earlyExits)).toBe(pauseMs)
  })

  it('grows while the service exits early', () => {
    expect(countEarlyExits(3, 59_999)).toBe(4)
  })

  it('is reset after a run of a minute', () => {
    expect(countEarlyExits(3, 60_000)).toBe(1)
  })
})
