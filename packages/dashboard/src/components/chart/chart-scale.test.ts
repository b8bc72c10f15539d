import { expect, it } from 'vitest'
import { timeTicks, valueTicks } from './chart-scale.ts'

const times = (count: number, stepMinutes: number, from = '2026-03-01T00:00:00Z') =>
  Array.from({ length: count }, (_, index) =>
    new Date(Date.parse(from) + index * stepMinutes * 60_000).toISOString(),
  )
const inUtc = () => 0

it.each([
  { largest: 0, ticks: [0, 1] },
  { largest: 3, ticks: [0, 1, 2, 3] },
  { largest: 17, ticks: [0, 5, 10, 15, 20] },
  { largest: 410, ticks: [0, 200, 400, 600] },
  { largest: 0.4, ticks: [0, 1] },
])('names round values up to one above $largest', ({ largest, ticks }) => {
  expect(valueTicks(largest)).toEqual(ticks)
})

it('names round times, as many as fit', () => {
  const hours = timeTicks(times(24, 60, '2026-03-01T10:00:00Z'), inUtc)
  expect(hours.ticks.map(({ at }) => at.getUTCHours())).toEqual([12, 15, 18, 21, 0, 3, 6, 9])
  expect(hours.areDays).toBe(false)
  const days = timeTicks(times(30, 1_440), inUtc)
  expect(days.ticks.length).toBeGreaterThan(3)
  expect(days.areDays).toBe(true)
})

it('names times that are round where people are', () => {
  const { ticks } = timeTicks(times(24, 60), () => -60)
  expect(ticks.map(({ at }) => at.getUTCHours())).toEqual([2, 5, 8, 11, 14, 17, 20, 23])
})

it('names no more than a few times, however many there are', () => {
  for (const [count, step] of [
    [60, 1],
    [168, 60],
    [30, 1_440],
    [1_500, 1_440],
  ] as const)
    expect(timeTicks(times(count, step), inUtc).ticks.length).toBeLessThanOrEqual(count > 200 ? 60 : 10)
})

it('names nothing where there are no times', () => {
  expect(timeTicks([], inUtc).ticks).toEqual([])
})
