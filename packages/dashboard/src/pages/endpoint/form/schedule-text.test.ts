import { expect, it } from 'vitest'
import { fromScheduleText, toScheduleText } from './schedule-text.ts'

it('writes a schedule in units that people read, and reads it back', () => {
  const seconds = [0, 1, 90, 300, 7_200, 86_400]
  expect(toScheduleText(seconds)).toBe('0s, 1s, 90s, 5m, 2h, 24h')
  expect(fromScheduleText(toScheduleText(seconds))).toEqual(seconds)
})

it('reads numbers without a unit as seconds, with any separators', () => {
  expect(fromScheduleText(' 1 5,30,  5m\n1d')).toEqual([1, 5, 30, 300, 86_400])
  expect(fromScheduleText('')).toEqual([])
})

it('leaves to the API what is no duration', () => {
  expect(fromScheduleText('5m, soon, -1')).toEqual([300, 'soon', '-1'])
})
