import { expect, it } from 'vitest'
import { FilterSteps, stepsOfEach } from './filter-steps.ts'

it.each([
  [1, 50_000],
  [20, 50_000],
  [40, 25_000],
  [300, 3333],
  [1000, 1000],
  [20_000, 1000],
])('of %i filters of one event each gets %i steps', (filters, steps) => {
  expect(stepsOfEach(filters)).toBe(steps)
})

it('steps can be taken until there are none left', () => {
  const steps = new FilterSteps(3)
  expect([steps.take(2), steps.take(1), steps.areUsedUp]).toEqual([true, true, false])
  expect([steps.take(1), steps.areUsedUp]).toEqual([false, true])
})
