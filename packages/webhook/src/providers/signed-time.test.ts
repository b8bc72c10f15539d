import { describe, expect, it } from 'vitest'
import { checkSignedTime, isUnixSeconds } from './signed-time.ts'

describe('isUnixSeconds', () => {
  it.each(['0', '1614265330', '001', '9'.repeat(12)])('accepts %j', (text) => {
    expect(isUnixSeconds(text)).toBe(true)
  })

  it.each(['', '9'.repeat(13), '-1', '+1', '1.0', '1e9', '0x1', ' 1', '1\n', '1abc', '١'])(
    'rejects %j',
    (text) => {
      expect(isUnixSeconds(text)).toBe(false)
    },
  )
})

describe('checkSignedTime', () => {
  const verified = { verified: true }
  const tooOld = { verified: false, cause: 'timestamp_too_old' }
  const tooNew = { verified: false, cause: 'timestamp_too_new' }

  it.each([
    { ageMs: 0, toleranceSeconds: 300, expected: verified },
    { ageMs: 300_000, toleranceSeconds: 300, expected: verified },
    { ageMs: 300_999, toleranceSeconds: 300, expected: verified },
    { ageMs: 301_000, toleranceSeconds: 300, expected: tooOld },
    { ageMs: -300_000, toleranceSeconds: 300, expected: verified },
    { ageMs: -300_001, toleranceSeconds: 300, expected: tooNew },
    { ageMs: -301_000, toleranceSeconds: 300, expected: tooNew },
    { ageMs: 999, toleranceSeconds: 0, expected: verified },
    { ageMs: 1000, toleranceSeconds: 0, expected: tooOld },
    { ageMs: 0, toleranceSeconds: Number.NaN, expected: tooOld },
    { ageMs: Number.NaN, toleranceSeconds: 300, expected: tooOld },
  ])(
    'after $ageMs ms with $toleranceSeconds s allowed: $expected',
    ({ ageMs, toleranceSeconds, expected }) => {
      const now = new Date(1_614_265_330_000 + ageMs)
      expect(checkSignedTime({ timestamp: '1614265330', toleranceSeconds, now })).toEqual(expected)
    },
  )
})
