import { createBatcher } from '@posthorn/batch'
import { UnavailableError } from '@posthorn/contracts'
import type { QueueLocation } from './connection.ts'
import { DELIVER_JOB, DELIVERIES_PER_JOB, inParts, jobsOf, type NewJob, type Reminder } from './jobs.ts'
import { Lanes } from './lanes.ts'
import { type BullQueue, openBackend } from './queue-backend.ts'
import { ReminderRoom } from './reminder-room.ts'
import { shardOf } from './shards.ts'

const READY_WAIT_MS = 2000
const CLOSE_WAIT_MS = 3000
const QUEUE_ANSWER_MS = 5000
/** What is added in one batch. More of one caller takes several, and others have their turn in between. */
const REMINDERS_MAX = DELIVERIES_PER_JOB

/** Adds jobs that remind a worker of deliveries that are due. */
export interface DeliveryQueue {
  /**
   * Adds jobs for the reminders, together with those of other callers; one that is there already stays as it is.
   *
   * What waits is bounded, with a share for each tenant: beyond it the call fails at once, and the rows are left to the sweeper.
   * @throws UnavailableError when the queue's store does not answer, or too many reminders wait; some of the jobs may have been added
   */
  add(reminders: readonly Reminder[]): Promise<void>
  /**
   * How many jobs wait for a worker, in all lanes, without those that wait for their time.
   * @throws UnavailableError when the queue's store does not answer
   */
  waiting(): Promise<number>
  /**
   * Whether jobs can be added: a Redis that is full, a replica, one that cannot save or lacks replicas still answers
   * questions. On PostgreSQL that is a question to the database.
   * @throws UnavailableError when they cannot
   */
  assertWritable(): Promise<void>
  /** Waits for what is being added. */
  close(): Promise<void>
}

// A finished job that is kept blocks its id, and the truth about a delivery is in its row: so none is kept.
const JOB_OPTIONS = { attempts: 1, removeOnComplete: true, removeOnFail: true }
/**
 * Taken before all that waits already, such as the backlog of a time without workers: handling a job takes no time, so those of
 * the express lane do not wait for each other. A job with a priority is taken when no job without one waits.
 */
const EXPRESS = { lifo: true }

/**
 * Opens the queue for adding.
 * @param onError told of every trouble with the connection; the queue reconnects by itself
 */
export async function openDeliveryQueue(
  location: QueueLocation,
  onError: (error: Error) => void,
): Promise<DeliveryQueue> {
  const backend = openBackend(location, onError)
  // A service starts all the same when the queue is away.
  await within(READY_WAIT_MS, backend.opened).catch(onError)

  async function answered<Result>(
    ask: (shards: readonly BullQueue[]) => Promise<Result>[],
  ): Promise<Result[]> {
    const shards = backend.connected()
    if (shards === undefined) throw new UnavailableError('queue', new Error('not connected'))
    try {
      return await within(QUEUE_ANSWER_MS, Promise.all(ask(shards)))
    } catch (error) {
      throw new UnavailableError('queue', error)
    }
  }

  const lanes = new Lanes()
  const addGathered = createBatcher({
    work: async (callers: readonly (readonly Reminder[])[]) => {
      const jobs = jobsOf(callers.flat(), (tenantId, deliveries) => lanes.charge(tenantId, deliveries))
      await answered((shards) => {
        const goesTo = jobs.map(({ data }) => shardOf(data.deliveryIds[0], shards.length))
        return shards.map((shard, index) =>
          addTo(
            shard,
            jobs.filter((_, job) => goesTo[job] === index),
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

  const room = new ReminderRoom()
  const adding = new Set<Promise<void>>()

  return {
    async add(reminders) {
      if (reminders.length === 0) return
      const added = allOf(inParts(reminders).map((part) => room.lend(part, () => addGathered(part))))
      adding.add(added)
      await added.finally(() => adding.delete(added))
    },

    async waiting() {
      const counts = await answered((shards) =>
        shards.map((shard) => shard.getJobCountByTypes('wait', 'prioritized')),
      )
      return counts.reduce((sum, count) => sum + count, 0)
    },

    async assertWritable() {
      await answered((shards) => [
        backend.write(),
        ...shards.map((shard) => shard.getJobCountByTypes('wait')),
      ])
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

async function addTo(queue: BullQueue, jobs: readonly NewJob[]): Promise<void> {
  if (jobs.length === 0) return
  await queue.addBulk(
    jobs.map(({ data, jobId, delayMs, priority }) => ({
      name: DELIVER_JOB,
      data,
      opts: { ...JOB_OPTIONS, jobId, delay: delayMs, ...(priority === 0 ? EXPRESS : { priority }) },
    })),
  )
}

async function within<Result>(ms: number, work: Promise<Result>): Promise<Result> {
  const deadline = Promise.withResolvers<never>()
  const timer = setTimeout(() => deadline.reject(new Error(`the queue did not answer within ${ms} ms`)), ms)
  try {
    return await Promise.race([work, deadline.promise])
  } finally {
    clearTimeout(timer)
  }
}
