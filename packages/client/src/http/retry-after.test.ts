import { describe, expect, it } from 'vitest'
import { retryAfterSeconds } from './retry-after.ts'

const now = new Date('2026-11-28T12:00:00.500Z')

describe('retryAfterSeconds', () => {
  it.each([
    ['0', 0],
    ['120', 120],
    [' 7 ', 7],
    ['Sat, 28 Nov 2026 12:01:00 GMT', 60],
    ['Sat, 28 Nov 2026 11:00:00 GMT', 0],
  ])('reads %j as %d', (text, seconds) => {
    expect(retryAfterSeconds(text, now)).toBe(seconds)
  })

  it.each([null, '', '-1', '1.5', '1e3', 'soon', '9999999999'])('reads %j as none', (text) => {
    expect(retryAfterSeconds(text, now)).toBeUndefined()
  })
})
