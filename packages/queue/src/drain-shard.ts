import type { DeliveryId, DrainedShard, QueueShard, ShardName } from '@posthorn/contracts'
import type { BullQueue } from './queue-backend.ts'
import { QueueJob } from './queue-jobs.ts'

/** Jobs of one call: each names up to 500 deliveries. */
const JOBS_MAX = 20
const WAITING = ['wait', 'prioritized'] as const
const REMOVABLE = [...WAITING, 'delayed'] as const

/** Numbers of jobs in a shard. */
export async function countJobs(queue: BullQueue, shard: ShardName): Promise<QueueShard> {
  const [waiting, delayed] = await Promise.all([
    queue.getJobCountByTypes(...WAITING),
    queue.getJobCountByTypes('delayed'),
  ])
  return { shard, waiting, delayed }
}

/**
 * Removes some jobs of a shard. Jobs that a worker has taken stay with it. Safe to repeat: a job only reminds of rows.
 * @param sweepWhenDue makes the sweeper find the deliveries of a job, before it is removed
 */
export async function drainSome(
  queue: BullQueue,
  shard: ShardName,
  sweepWhenDue: (deliveryIds: readonly DeliveryId[]) => Promise<void>,
): Promise<DrainedShard> {
  const jobs = await queue.getJobs([...REMOVABLE], 0, JOBS_MAX - 1)
  let deliveries = 0
  let removed = 0
  // The range applies to each type of job.
  for (const job of jobs.slice(0, JOBS_MAX)) {
    const { deliveryIds } = QueueJob.parse(job.data)
    await sweepWhenDue(deliveryIds)
    // A worker may have taken it meanwhile.
    if (
      await job.remove().then(
        () => true,
        () => false,
      )
    ) {
      removed += 1
      deliveries += deliveryIds.length
    }
  }
  return { ...(await countJobs(queue, shard)), removed, deliveries }
}
