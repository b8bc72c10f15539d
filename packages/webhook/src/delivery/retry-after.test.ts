import { describe, expect, it } from 'vitest'
import { parseRetryAfter } from './retry-after.ts'

const now = new Date('1994-11-06T08:49:37Z')
const DAY_MS = 86_400_000

describe('parseRetryAfter', () => {
  it.each([
    ['0', 0],
    ['120', 120_000],
    ['007', 7000],
    ['86400', DAY_MS],
    ['86401', DAY_MS],
    ['9'.repeat(400), DAY_MS],
    ['Sun, 06 Nov 1994 08:50:07 GMT', 30_000],
    ['Sunday, 06-Nov-94 08:50:07 GMT', 30_000],
    ['Sun Nov  6 08:50:07 1994', 30_000],
    ['Sun, 06 Nov 1994 08:49:37 GMT', 0],
    ['Sat, 05 Nov 1994 08:49:37 GMT', 0],
    ['Mon, 07 Nov 1994 08:49:37 GMT', DAY_MS],
    ['Fri, 31 Dec 9999 23:59:59 GMT', DAY_MS],
  ])('reads %s as %i ms', (value, expected) => {
    expect(parseRetryAfter(value, now)).toBe(expected)
  })

  it.each([
    undefined,
    '',
    ' ',
    '-1',
    '+1',
    '1.5',
    '1e3',
    '0x10',
    '10s',
    ' 10',
    '10\n',
    '10, 20',
    '١٢',
    'Infinity',
    'NaN',
    '1994-11-06T08:50:07Z',
    'Sun, 31 Feb 1995 00:00:00 GMT',
    'soon',
  ])('ignores %j', (value) => {
    expect(parseRetryAfter(value, now)).toBeUndefined()
  })
})
