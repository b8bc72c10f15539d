import { describe, expect, it } from 'vitest'
import {
  commaList,
  durationMs,
  headerOption,
  positiveInteger,
  repeated,
  timeOption,
} from './option-values.ts'

const NOW = new Date('2026-11-28T12:00:00.000Z')

describe('values of options', () => {
  it('may be repeated, or lists', () => {
    expect(repeated('b', repeated('a'))).toEqual(['a', 'b'])
    expect(commaList('order.*, user.created')).toEqual(['order.*', 'user.created'])
  })

  it.each([
    ['2h', '2026-11-28T10:00:00.000Z'],
    ['2026-11-28T09:00:00+01:00', '2026-11-28T08:00:00.000Z'],
    ['2026-11-27', '2026-11-27T00:00:00.000Z'],
  ])('may be times: %s', (text, time) => {
    expect(timeOption(() => NOW)(text)).toBe(time)
  })

  it('may be durations', () => {
    expect(['30s', '5m', '2h', '1d'].map(durationMs)).toEqual([30_000, 300_000, 7_200_000, 86_400_000])
  })

  it('may be headers', () => {
    expect(headerOption('X-B: c: d ', headerOption('X-A:'))).toEqual({ 'X-A': '', 'X-B': 'c: d' })
  })

  it.each([
    ['a number', () => positiveInteger('0')],
    ['a number', () => positiveInteger('1e3')],
    ['a duration', () => durationMs('5')],
    ['a time', () => timeOption(() => NOW)('yesterday')],
    ['a time', () => timeOption(() => NOW)('2026-13-01')],
    ['a header', () => headerOption('X-A')],
    ['a header', () => headerOption('X-A: a\nb')],
  ])('are refused if they are not %s', (_, parse) => {
    expect(parse).toThrow(/^Expected/)
  })
})
