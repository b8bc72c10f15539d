import { type Database, foldCounts } from '@posthorn/database'

const BATCH = 5000
/** A busy day leaves more than one batch; the other duties of the house get their turn all the same. */
const BATCHES_MAX = 20

/** Makes hours of the minutes that are old enough, and days of old hours: charts of long ago need no more. */
export async function foldOldCounts(database: Database): Promise<void> {
  for (let batch = 0; batch < BATCHES_MAX; batch += 1) {
    if (!(await foldCounts(database, BATCH))) return
  }
}
