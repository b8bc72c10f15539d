import { expect, it } from 'vitest'
import { rejectedShare } from './rejected-share.ts'

const requests = (rejected: number, total: number) =>
  Array.from({ length: total }, (_, at) => ({
    outcome: at < rejected ? ('rejected' as const) : ('accepted' as const),
  }))

it.each([
  [0, 0, '0 %'],
  [0, 50, '0 %'],
  [1, 250, '1 %'],
  [1, 3, '33 %'],
  [249, 250, '99 %'],
  [50, 50, '100 %'],
])('writes %i rejected of %i as %s', (rejected, total, text) => {
  expect(rejectedShare(requests(rejected, total))).toEqual({ rejected, total, text })
})
