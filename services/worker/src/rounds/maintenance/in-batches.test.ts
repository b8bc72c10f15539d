import { expect, it } from 'vitest'
import { inBatches } from './in-batches.ts'

/** Work on so many rows, and what it was asked for each time. */
function workOn(rows: number) {
  const asked: number[] = []
  const work = async (limit: number) => {
    asked.push(limit)
    const isFull = rows >= limit
    rows -= Math.min(rows, limit)
    return isFull
  }
  return { work, asked, left: () => rows }
}

it.each([
  [0, 1],
  [4999, 1],
  [5000, 2],
  [12_345, 3],
])('%i rows are done in %i batches', async (rows, batches) => {
  const { work, asked, left } = workOn(rows)
  await inBatches(work)
  expect(asked).toEqual(Array(batches).fill(5000))
  expect(left()).toBe(0)
})

it('leaves some of very many rows for the next round', async () => {
  const { work, left } = workOn(1_000_000)
  await inBatches(work)
  expect(left()).toBe(900_000)
})
