import { describe, expect, it } from 'vitest'
import { countDeaths, restartPauseMs } from './restart-pause.ts'

describe('the pause before a service is started again', () => {
  it.each([
    [1, 1_000],
    [2, 2_000],
    [3, 4_000],
    [5, 16_000],
    [6, 30_000],
    [5_000, 30_000],
  ])('after death %d in a row is %d ms', (deaths, pauseMs) => {
    expect(restartPauseMs(deaths)).toBe(pauseMs)
  })

  it('grows while the service dies early', () => {
    expect(countDeaths(3, 59_999)).toBe(4)
  })

  it('begins anew after a minute of life', () => {
    expect(countDeaths(3, 60_000)).toBe(1)
  })
})
