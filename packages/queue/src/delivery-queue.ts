import { createBatcher, reportBatch, within } from '@posthorn/batch'
import {
  type DeliveryId,
  type DrainedShard,
  type QueueShard,
  type ShardName,
  UnavailableError,
} from '@posthorn/contracts'
import type { QueueLocation } from './connection.ts'
import { countJobs, drainSome } from './drain-shard.ts'
import { Lanes } from './lanes.ts'
import { type BullQueue, openBackend } from './queue-backend.ts'
import {
  DELIVERIES_PER_QUEUE_JOB,
  inParts,
  type NewQueueJob,
  QUEUE_JOB_NAME,
  queueJobsOf,
  type Reminder,
} from './queue-jobs.ts'
import { ReminderLimit } from './reminder-limit.ts'
import { shardOf } from './shards.ts'

const READY_WAIT_MS = 2000
const CLOSE_WAIT_MS = 3000
const QUEUE_ANSWER_MS = 5000
/** Reminders of one batch. A larger call is split into several, with other callers in between. */
const REMINDERS_MAX = DELIVERIES_PER_QUEUE_JOB

/** Adds jobs that remind a worker of due deliveries. */
export interface DeliveryQueue {
  /**
   * Adds jobs for the reminders, in batches with those of other callers. A job that is already in the queue stays unchanged.
   *
   * Waiting reminders are bounded, with a share for each tenant: beyond it the call fails at once, and the sweeper finds the rows.
   * @throws UnavailableError when the queue's store does not answer, or too many reminders wait; some of the jobs may have been added
   */
  add(reminders: readonly Reminder[]): Promise<void>
  /**
   * Number of jobs that wait for a worker, in all lanes, without delayed ones.
   * @throws UnavailableError when the queue's store does not answer
   */
  waiting(): Promise<number>
  /**
   * Numbers of jobs in each shard.
   * @throws UnavailableError when the queue's store does not answer
   */
  shards(): Promise<QueueShard[]>
  /**
   * Removes some jobs of a shard; repeat the call until it is empty.
   * @param sweepWhenDue makes the sweeper find the deliveries of a job, before it is removed
   * @returns undefined when there can be no shard of this name
   * @throws UnavailableError when the queue's store does not answer
   */
  drain(
    shard: ShardName,
    sweepWhenDue: (deliveryIds: readonly DeliveryId[]) => Promise<void>,
  ): Promise<DrainedShard | undefined>
  /**
   * Checks that jobs can be added: a Redis that is full, a replica, cannot save or lacks replicas still answers reads. On
   * PostgreSQL the database itself has to be checked too.
   * @throws UnavailableError when they cannot
   */
  assertWritable(): Promise<void>
  /** Waits for jobs that are being added. */
  close(): Promise<void>
}

// Finished jobs are removed: a kept job blocks its id, and the state of a delivery is in its row.
const JOB_OPTIONS = { attempts: 1, removeOnComplete: true, removeOnFail: true }
/**
 * Taken before all waiting jobs, such as the backlog of a time without workers. Handling a job takes no time, so jobs of the express
 * lane do not wait for each other. A job with a priority is taken when no job without one waits.
 */
const EXPRESS = { lifo: true }

/**
 * Opens the queue for adding.
 * @param onError receives errors of the connection, which is restored automatically
 */
export async function openDeliveryQueue(
  location: QueueLocation,
  onError: (error: Error) => void,
): Promise<DeliveryQueue> {
  const backend = openBackend(location, onError)
  // A service also starts while the queue is unavailable.
  await within(READY_WAIT_MS, backend.opened).catch(onError)

  async function query<Result>(run: (shards: readonly BullQueue[]) => Promise<Result>[]): Promise<Result[]> {
    const shards = backend.connected()
    if (shards === undefined) throw new UnavailableError('queue', new Error('not connected'))
    try {
      return await within(QUEUE_ANSWER_MS, Promise.all(run(shards)))
    } catch (error) {
      throw new UnavailableError('queue', error)
    }
  }

  const lanes = new Lanes()
  const addBatched = createBatcher({
    work: async (callers: readonly (readonly Reminder[])[]) => {
      const reminders = callers.flat()
      reportBatch({ name: 'reminders', size: reminders.length })
      const jobs = queueJobsOf(reminders, (tenantId, deliveries) => lanes.charge(tenantId, deliveries))
      await query((shards) => {
        const shardOfJob = jobs.map(({ data }) => shardOf(data.deliveryIds[0], shards.length))
        return shards.map((shard, index) =>
          addTo(
            shard,
            jobs.filter((_, job) => shardOfJob[job] === index),
          ),
        )
      })
      return callers.map(() => undefined)
    },
    maxBatchSize: REMINDERS_MAX,
    weightOf: ({ length }) => length,
    maxBatchWeight: REMINDERS_MAX,
    keyOf: ([first]) => first?.tenantId ?? '',
    concurrency: 2,
    isUnavailable: (error) => error instanceof UnavailableError,
  })

  const limit = new ReminderLimit()
  const adding = new Set<Promise<void>>()

  return {
    async add(reminders) {
      if (reminders.length === 0) return
      const added = allOf(inParts(reminders).map((part) => limit.runWithin(part, () => addBatched(part))))
      adding.add(added)
      await added.finally(() => adding.delete(added))
    },

    async waiting() {
      const counts = await query((shards) =>
        shards.map((shard) => shard.getJobCountByTypes('wait', 'prioritized')),
      )
      return counts.reduce((sum, count) => sum + count, 0)
    },

    shards: () =>
      query((shards) => shards.map((shard, index) => countJobs(shard, backend.names[index] as ShardName))),

    async drain(shard, sweepWhenDue) {
      const [drained] = await query(() => [
        backend.withShard(shard, (queue) => drainSome(queue, shard, sweepWhenDue)) ??
          Promise.resolve(undefined),
      ])
      return drained
    },

    async assertWritable() {
      await query((shards) => [backend.write(), ...shards.map((shard) => shard.getJobCountByTypes('wait'))])
    },

    async close() {
      await within(QUEUE_ANSWER_MS, Promise.allSettled(adding)).catch(onError)
      await within(CLOSE_WAIT_MS, backend.close()).catch(onError)
    },
  }
}

/** Waits for all of them, and fails if one did. */
async function allOf(parts: Promise<void>[]): Promise<void> {
  await Promise.allSettled(parts)
  await Promise.all(parts)
}

async function addTo(queue: BullQueue, jobs: readonly NewQueueJob[]): Promise<void> {
  if (jobs.length === 0) return
  await queue.addBulk(
    jobs.map(({ data, jobId, delayMs, priority }) => ({
      name: QUEUE_JOB_NAME,
      data,
      opts: { ...JOB_OPTIONS, jobId, delay: delayMs, ...(priority === 0 ? EXPRESS : { priority }) },
    })),
  )
}
