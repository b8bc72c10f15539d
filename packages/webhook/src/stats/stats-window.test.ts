import { describe, expect, it } from 'vitest'
import { type Bucket, StatsWindowError, seriesWindow, wholeHoursOf, wholeWindow } from './stats-window.ts'

const NOW = new Date('2026-11-21T20:24:50.123Z')

const at = (text: string | undefined) => (text === undefined ? {} : { from: new Date(text) })
const requestedWindow = (from: string | undefined, to: string | undefined) => ({
  ...at(from),
  ...(to === undefined ? {} : { to: new Date(to) }),
})
const isoTexts = ({ from, to }: { from: Date; to: Date }) => [from.toISOString(), to.toISOString()]

describe('the window of a series', () => {
  it.each<[Bucket, string | undefined, string | undefined, string, string]>([
    ['minute', undefined, undefined, '2026-11-20T20:24:00.000Z', '2026-11-21T20:25:00.000Z'],
    ['hour', undefined, undefined, '2026-11-20T20:00:00.000Z', '2026-11-21T21:00:00.000Z'],
    ['day', undefined, undefined, '2026-11-20T00:00:00.000Z', '2026-11-22T00:00:00.000Z'],
    [
      'hour',
      '2026-11-21T10:59:59.999Z',
      '2026-11-21T11:00:00.001Z',
      '2026-11-21T10:00:00.000Z',
      '2026-11-21T12:00:00.000Z',
    ],
    [
      'hour',
      '2026-11-21T10:00:00Z',
      '2026-11-21T11:00:00Z',
      '2026-11-21T10:00:00.000Z',
      '2026-11-21T11:00:00.000Z',
    ],
    ['hour', undefined, '2026-11-10T03:30:00Z', '2026-11-09T03:00:00.000Z', '2026-11-10T04:00:00.000Z'],
    ['minute', '2026-11-21T20:24:50.122Z', undefined, '2026-11-21T20:24:00.000Z', '2026-11-21T20:25:00.000Z'],
    [
      'day',
      '2026-11-01T00:00:00Z',
      '9999-12-31T23:59:59Z',
      '2026-11-01T00:00:00.000Z',
      '2026-11-22T00:00:00.000Z',
    ],
    ['minute', '2026-11-20T20:24:50.123Z', undefined, '2026-11-20T20:24:00.000Z', '2026-11-21T20:25:00.000Z'],
    ['hour', '2026-10-20T20:24:50.123Z', undefined, '2026-10-20T20:00:00.000Z', '2026-11-21T21:00:00.000Z'],
    ['day', '2022-10-15T00:00:00Z', undefined, '2022-10-15T00:00:00.000Z', '2026-11-22T00:00:00.000Z'],
  ])('in buckets of a %s, requested from %s to %s, is from %s to %s', (bucket, from, to, ...expected) => {
    expect(isoTexts(seriesWindow(requestedWindow(from, to), bucket, NOW))).toEqual(expected)
  })

  it.each<[Bucket, string | undefined, string | undefined, string, string]>([
    [
      'minute',
      '2026-11-20T20:22:59Z',
      undefined,
      'bucket',
      'buckets of one minute are available from 2026-11-20T20:24:50.123Z: use a later "from", or buckets of one hour',
    ],
    [
      'hour',
      '2026-10-20T18:59:59Z',
      '2026-10-21T00:00:00Z',
      'bucket',
      'buckets of one hour are available from 2026-10-20T20:24:50.123Z: use a later "from", or buckets of one day',
    ],
    [
      'day',
      '2022-10-13T00:00:00Z',
      undefined,
      'from',
      'the window has 1501 buckets of one day, at most 1500 are allowed: use a shorter window',
    ],
    ['hour', '2026-11-21T10:00:00Z', '2026-11-21T10:00:00Z', 'from', 'must be before "to" and in the past'],
    ['hour', '2026-11-21T20:24:51Z', undefined, 'from', 'must be before "to" and in the past'],
    ['day', '2026-11-22T20:24:51Z', '2026-11-23T20:24:51Z', 'from', 'must be before "to" and in the past'],
    ['day', undefined, '1970-01-01T00:00:00Z', 'from', 'must be before "to" and in the past'],
  ])('in buckets of a %s, requested from %s to %s, is rejected: %s %s', (bucket, from, to, path, message) => {
    const error = new StatsWindowError(path, message)
    expect(() => seriesWindow(requestedWindow(from, to), bucket, NOW)).toThrow(error)
    expect(() => seriesWindow(requestedWindow(from, to), bucket, NOW)).toThrow(
      expect.objectContaining({ path }),
    )
  })
})

describe('a whole window', () => {
  it.each([
    [
      'the last 24 hours in minutes',
      undefined,
      undefined,
      '2026-11-20T20:24:00.000Z',
      '2026-11-21T20:25:00.000Z',
    ],
    [
      'older edges in hours',
      '2026-11-01T10:20:00Z',
      '2026-11-01T10:20:01Z',
      '2026-11-01T10:00:00.000Z',
      '2026-11-01T11:00:00.000Z',
    ],
    [
      'the oldest in days',
      '2020-02-29T10:20:00Z',
      '2026-11-21T12:00:30Z',
      '2020-02-29T00:00:00.000Z',
      '2026-11-21T12:01:00.000Z',
    ],
    [
      'and ends now at the latest',
      '2026-11-21T20:00:00Z',
      '2027-01-01T00:00:00Z',
      '2026-11-21T20:00:00.000Z',
      '2026-11-21T20:25:00.000Z',
    ],
  ])('is rounded to the stored buckets: %s', (_name, from, to, ...expected) => {
    expect(isoTexts(wholeWindow(requestedWindow(from, to), NOW))).toEqual(expected)
  })

  it('must not be empty', () => {
    const empty = requestedWindow('2026-11-21T12:00:00Z', '2026-11-21T11:00:00Z')
    expect(() => wholeWindow(empty, NOW)).toThrow(
      new StatsWindowError('from', 'must be before "to" and in the past'),
    )
  })
})

describe('the whole hours of a window', () => {
  const hoursOf = (from: string, to: string, bucketSeconds = 86_400) =>
    isoTexts(wholeHoursOf({ from: new Date(from), to: new Date(to) }, bucketSeconds)).map((text) =>
      text.slice(11, 16),
    )

  it.each([
    ['10:00', '15:00', '10:00', '15:00'],
    ['10:01', '14:59', '11:00', '14:00'],
    ['10:00', '14:59', '10:00', '14:00'],
    ['10:01', '15:00', '11:00', '15:00'],
    ['10:59', '12:01', '11:00', '12:00'],
  ])('from %s to %s are those from %s to %s', (from, to, ...expected) => {
    expect(hoursOf(`2026-11-20T${from}Z`, `2026-11-20T${to}Z`)).toEqual(expected)
  })

  it.each([
    ['10:10', '10:50'],
    ['10:59', '11:59'],
    ['10:59', '11:01'],
    ['10:59', '11:00'],
  ])('from %s to %s are empty, at its end', (from, to) => {
    expect(hoursOf(`2026-11-20T${from}Z`, `2026-11-20T${to}Z`)).toEqual([to, to])
  })

  it('are empty if its buckets are minutes', () => {
    expect(hoursOf('2026-11-20T10:00Z', '2026-11-20T15:00Z', 60)).toEqual(['15:00', '15:00'])
  })
})
