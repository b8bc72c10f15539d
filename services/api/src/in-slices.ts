import { setImmediate as nextTurn } from 'node:timers/promises'

/** So long others may have to wait for their turn. */
const SLICE_MS = 10

/**
 * Works on many things one after the other, and lets others have their turn in between.
 * @returns what `work` made of each, in their order
 */
export async function inSlices<Item, Result>(
  items: readonly Item[],
  work: (item: Item, index: number) => Result,
): Promise<Result[]> {
  const results: Result[] = []
  let beganMs = performance.now()
  for (const [index, item] of items.entries()) {
    if (performance.now() > beganMs + SLICE_MS) {
      await nextTurn()
      beganMs = performance.now()
    }
    results.push(work(item, index))
  }
  return results
}
