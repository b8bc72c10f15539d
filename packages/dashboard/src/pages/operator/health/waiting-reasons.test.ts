import { expect, it } from 'vitest'
import { sumByReason } from './waiting-reasons.ts'

it('adds up the deliveries of all endpoints for each reason, the most first', () => {
  const cause = (reason: 'queued' | 'disabled', deliveries: number) => ({ reason, deliveries, nextAt: null })
  expect(
    sumByReason([
      { causes: [cause('queued', 2), cause('disabled', 3)] },
      { causes: [cause('queued', 4)] },
      { causes: [] },
    ]),
  ).toEqual([
    ['queued', 6],
    ['disabled', 3],
  ])
})
