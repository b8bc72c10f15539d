import { describe, expect, it } from 'vitest'
import { checkSignedTime, unixSecondsOf } from './signed-time.ts'

describe('unixSecondsOf', () => {
  it.each([
    ['0', 'seconds', 0],
    ['1614265330', 'seconds', 1_614_265_330],
    ['001', 'seconds', 1],
    ['9'.repeat(12), 'seconds', 999_999_999_999],
    ['1614265330999', 'milliseconds', 1_614_265_330],
    ['2021-02-25T15:02:10Z', 'iso', 1_614_265_330],
    ['2021-02-25T16:02:10.999+01:00', 'iso', 1_614_265_330],
    ['2021-02-25T16:02:10.999+0100', 'iso', 1_614_265_330],
  ] as const)('reads %j in %s as %d', (text, unit, seconds) => {
    expect(unixSecondsOf(text, unit)).toBe(seconds)
  })

  it.each([
    ...['', '9'.repeat(13), '-1', '+1', '1.0', '1e9', '0x1', ' 1', '1\n', '1abc', '١'].map(
      (text) => [text, 'seconds'] as const,
    ),
    ...['', '9'.repeat(16), '1.5', '2021-02-25T15:02:10Z'].map((text) => [text, 'milliseconds'] as const),
    ...[
      '',
      '1614265330',
      '2021-02-25',
      '2021-13-25T15:02:10Z',
      '2021-02-25T15:02:10',
      ' 2021-02-25T15:02:10Z',
    ].map((text) => [text, 'iso'] as const),
  ])('rejects %j in %s', (text, unit) => {
    expect(unixSecondsOf(text, unit)).toBeUndefined()
  })
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
      expect(checkSignedTime({ signedAt: 1_614_265_330, toleranceSeconds, now })).toMatchObject(expected)
    },
  )
})
