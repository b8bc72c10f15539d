const BATCH = 5000
/** What a busy hour leaves takes more than one; the other duties of the house get their turn all the same. */
const BATCHES_MAX = 20

/**
 * Does work batch by batch until it is done, within bounds: what is left then is for the next round.
 * @param work does as much of it as the limit says, and returns whether there may be more
 */
export async function inBatches(work: (limit: number) => Promise<boolean>): Promise<void> {
  for (let batch = 0; batch < BATCHES_MAX; batch += 1) {
    if (!(await work(BATCH))) return
  }
}
