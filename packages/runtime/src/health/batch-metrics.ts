import { onBatch } from '@posthorn/batch'
import type { Metric } from './metric-factory.ts'

/** Powers of two would hide the difference between 1 and 2, which is the one between no load and some. */
const SIZE_BUCKETS = [1, 2, 5, 10, 20, 50, 100, 200, 500]

/** Sizes of the batches in which concurrent work is stored. */
export function observeBatches({ histogram }: Pick<Metric, 'histogram'>): void {
  const size = histogram({
    name: 'posthorn_batch_size',
    help:
      'Items of a batch. "events" are published and "inbound" received events that are stored together, "reminders" deliveries ' +
      'added to the queue, "claims" deliveries claimed by a worker, "attempts" recorded attempts.',
    labelNames: ['batch'],
    buckets: SIZE_BUCKETS,
  })
  onBatch((report) => size.observe({ batch: report.name }, report.size))
}
