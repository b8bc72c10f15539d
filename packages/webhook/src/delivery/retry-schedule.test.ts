import { describe, expect, it } from 'vitest'
import { DEFAULT_RETRY_SCHEDULE_SECONDS, retryDelayMs } from './retry-schedule.ts'

const scheduleSeconds = [1, 5, 30]
const DAY_MS = 86_400_000

describe('DEFAULT_RETRY_SCHEDULE_SECONDS', () => {
  it('is the documented one', () => {
    expect(DEFAULT_RETRY_SCHEDULE_SECONDS).toEqual([
      1, 5, 30, 300, 1800, 7200, 18000, 36000, 50400, 72000, 86400,
    ])
  })
})

describe('retryDelayMs', () => {
  it.each([
    { failureCount: 1, random: 0, expected: 1000 },
    { failureCount: 2, random: 0, expected: 5000 },
    { failureCount: 3, random: 0, expected: 30_000 },
    { failureCount: 3, random: 0.5, expected: 33_000 },
    { failureCount: 1, random: 0.999_999_999, expected: 1199 },
    { failureCount: 4, random: 0, expected: undefined },
    { failureCount: 400, random: 0, expected: undefined },
  ])('waits $expected ms after failure $failureCount with random $random', ({ expected, ...context }) => {
    expect(retryDelayMs({ ...context, scheduleSeconds })).toBe(expected)
  })

  it.each([
    { rule: 'prolongs the pause', retryAfterMs: 60_000, random: 0, expected: 60_000 },
    { rule: 'never shortens the pause', retryAfterMs: 10, random: 0, expected: 5000 },
    { rule: 'never shortens the pause with chance in it', retryAfterMs: 5500, random: 0.9, expected: 5900 },
    { rule: 'of nothing changes nothing', retryAfterMs: 0, random: 0, expected: 5000 },
    { rule: 'counts for 24 h at most', retryAfterMs: DAY_MS * 9, random: 0, expected: DAY_MS },
  ])('a Retry-After $rule', ({ retryAfterMs, random, expected }) => {
    expect(retryDelayMs({ failureCount: 2, scheduleSeconds, retryAfterMs, random })).toBe(expected)
  })

  it('a Retry-After of 24 h does not shorten a longer pause', () => {
    expect(
      retryDelayMs({ failureCount: 1, scheduleSeconds: [200_000], retryAfterMs: DAY_MS, random: 0 }),
    ).toBe(200_000_000)
  })

  it('a Retry-After does not prolong the schedule', () => {
    expect(retryDelayMs({ failureCount: 4, scheduleSeconds, retryAfterMs: 1000, random: 0 })).toBeUndefined()
  })

  it('an empty schedule is used up at once', () => {
    expect(retryDelayMs({ failureCount: 1, scheduleSeconds: [], random: 0 })).toBeUndefined()
  })

  it.each([0, -1, 1.5, Number.NaN])('rejects the failure count %d', (failureCount) => {
    expect(() => retryDelayMs({ failureCount, scheduleSeconds, random: 0 })).toThrow(RangeError)
  })
})
