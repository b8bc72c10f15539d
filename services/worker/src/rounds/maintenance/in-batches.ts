const BATCH = 5000
/** Enough for the rows of a busy hour; the other maintenance tasks still get their turn. */
const BATCHES_MAX = 20

/**
 * Runs work batch by batch until it is done, at most BATCHES_MAX times. The next round does the rest.
 * @param work processes at most `limit` rows, and returns whether there may be more
 */
export async function inBatches(work: (limit: number) => Promise<boolean>): Promise<void> {
  for (let batch = 0; batch < BATCHES_MAX; batch += 1) {
    if (!(await work(BATCH))) return
  }
}
