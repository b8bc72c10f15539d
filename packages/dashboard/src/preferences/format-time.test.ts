import { expect, it } from 'vitest'
import { formatBothZones, formatDuration, formatExactTime, formatMs, formatTime } from './format-time.ts'

const TIME = new Date('2026-11-28T07:05:09.120Z')

it('shows the year of a time only where it is not the present one', () => {
  expect(formatTime(TIME, 'utc', new Date('2026-12-01T00:00:00Z'))).toBe('28 Nov, 07:05:09')
  expect(formatTime(TIME, 'utc', new Date('2027-01-01T00:00:00Z'))).toBe('28 Nov 2026, 07:05:09')
})

it('names the zone and the milliseconds of an exact time', () => {
  expect(formatExactTime(TIME, 'utc')).toBe('28 Nov 2026, 07:05:09.120 UTC')
})

it('puts the chosen zone first', () => {
  const [utc, local] = [formatExactTime(TIME, 'utc'), formatExactTime(TIME, 'local')]
  expect(formatBothZones(TIME, 'utc')).toBe(`${utc} · ${local}`)
  expect(formatBothZones(TIME, 'local')).toBe(`${local} · ${utc}`)
})

it.each([
  [0, '0 s'],
  [-5_000, '0 s'],
  [59_000, '59 s'],
  [60_000, '1 min'],
  [7_500_000, '2 h 5 min'],
  [90_000_000, '1 d 1 h'],
])('writes %i ms in the two largest units', (milliseconds, text) => {
  expect(formatDuration(milliseconds)).toBe(text)
})

it.each([
  [0.4, '0 ms'],
  [87, '87 ms'],
  [1_234, '1.2 s'],
  [150_000, '2 min 30 s'],
])('writes the latency %f', (milliseconds, text) => {
  expect(formatMs(milliseconds)).toBe(text)
})
