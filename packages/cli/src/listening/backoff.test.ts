import { expect, it } from 'vitest'
import { backoffMs } from './backoff.ts'

it('reconnects at once, then ever later, up to 10 seconds', () => {
  expect([1, 2, 3, 4, 5, 6, 7, 1_000].map((failures) => backoffMs(failures, 0))).toEqual([
    0, 250, 1_000, 2_000, 5_000, 10_000, 10_000, 10_000,
  ])
})

it('takes up to half of the delay off at random', () => {
  expect([0, 0.5, 1].map((random) => backoffMs(6, random))).toEqual([10_000, 7_500, 5_000])
})
