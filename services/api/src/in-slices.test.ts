import { expect, it } from 'vitest'
import { inSlices } from './in-slices.ts'

const LONG_MS = 12

/** Works for so long without a pause. */
function busyFor(ms: number): void {
  for (const endMs = performance.now() + ms; performance.now() < endMs; );
}

it('gives a result for each item, in their order', async () => {
  expect(await inSlices(['a', 'b', 'c'], (item, index) => `${index}${item}`)).toEqual(['0a', '1b', '2c'])
})

it('lets others have their turn between items that take long', async () => {
  const order: string[] = []
  const others = setInterval(() => order.push('other'), 1)
  await inSlices([1, 2, 3, 4], (item) => {
    busyFor(LONG_MS)
    order.push(`item ${item}`)
  })
  clearInterval(others)
  expect(order.indexOf('other')).toBeGreaterThan(-1)
  expect(order.indexOf('other')).toBeLessThan(order.indexOf('item 4'))
})
