import { UnavailableError } from '@posthorn/contracts'
import { gather } from '@posthorn/gather'
import { createPostgresBackend, type JobsOptions, type JobType, Queue, withBackend } from 'bullmq'
import { connectProducer, postgresConnection, type QueueLocation } from './connection.ts'
import { DELIVER_JOB, type DeliverJob, jobIdOf, QUEUE_NAME, REDIS_PREFIX, type Reminder } from './jobs.ts'

const READY_WAIT_MS = 2000
const CLOSE_WAIT_MS = 3000
const QUEUE_ANSWER_MS = 5000
/** What is added in one go; a single caller may add more. */
const JOBS_MAX = 500

/** Adds jobs that remind a worker of deliveries that are due. */
export interface DeliveryQueue {
  /**
   * Adds a job for each reminder; one that is there already stays as it is.
   * @throws UnavailableError when the queue's store does not answer
   */
  add(reminders: readonly Reminder[]): Promise<void>
  /** @throws UnavailableError when the queue's store does not answer */
  ping(): Promise<void>
  close(): Promise<void>
}

/** What is asked of BullMQ, the same on both of its backends. */
interface BullQueue {
  addBulk(jobs: { name: string; data: DeliverJob; opts: JobsOptions }[]): Promise<unknown>
  getJobCountByTypes(...types: JobType[]): Promise<number>
  waitUntilReady(): Promise<unknown>
  close(): Promise<void>
  on(event: 'error', listener: (error: Error) => void): unknown
}

interface Backend {
  opened: Promise<unknown>
  /** The queue, or nothing while BullMQ would wait for the connection instead of failing. */
  connected(): BullQueue | undefined
  close(): Promise<void>
}

// A finished job that is kept blocks its id, and the truth about a delivery is in its row: so none is kept.
const JOB_OPTIONS = { attempts: 1, removeOnComplete: true, removeOnFail: true }

/**
 * Opens the queue for adding.
 * @param onError told of every trouble with the connection; the queue reconnects by itself
 */
export async function openDeliveryQueue(
  location: QueueLocation,
  onError: (error: Error) => void,
): Promise<DeliveryQueue> {
  const backend =
    location.redisUrl === undefined ? onPostgres(location, onError) : onRedis(location.redisUrl, onError)
  // A service starts all the same when the queue is away.
  await within(READY_WAIT_MS, backend.opened).catch(onError)

  async function answered(ask: (queue: BullQueue) => Promise<unknown>): Promise<void> {
    const queue = backend.connected()
    if (queue === undefined) throw new UnavailableError('queue', new Error('not connected'))
    try {
      await within(QUEUE_ANSWER_MS, ask(queue))
    } catch (error) {
      throw new UnavailableError('queue', error)
    }
  }

  const addGathered = gather({
    work: async (callers: readonly (readonly Reminder[])[]) => {
      const jobs = callers.flat().map((reminder) => ({
        name: DELIVER_JOB,
        data: { deliveryId: reminder.deliveryId },
        opts: { ...JOB_OPTIONS, jobId: jobIdOf(reminder), delay: reminder.delayMs ?? 0 },
      }))
      await answered((queue) => queue.addBulk(jobs))
      return callers.map(() => undefined)
    },
    itemsMax: JOBS_MAX,
    weightOf: ({ length }) => length,
    weightMax: JOBS_MAX,
    atOnce: 2,
    isTrouble: (error) => error instanceof UnavailableError,
  })

  return {
    async add(reminders) {
      if (reminders.length > 0) await addGathered(reminders)
    },

    async ping() {
      await answered((queue) => queue.getJobCountByTypes('wait'))
    },

    async close() {
      await within(CLOSE_WAIT_MS, backend.close()).catch(onError)
    },
  }
}

/**
 * On Redis. BullMQ's queue is made once the connection is ready: made earlier, it would wait for Redis at every add, or
 * never recover from having failed its first command.
 */
function onRedis(url: string, onError: (error: Error) => void): Backend {
  const connection = connectProducer(url)
  const opened = Promise.withResolvers<unknown>()
  let queue: BullQueue | undefined
  connection.on('error', onError)
  connection.once('ready', () => {
    queue = new Queue<DeliverJob>(QUEUE_NAME, { connection, prefix: REDIS_PREFIX })
    queue.on('error', onError)
    opened.resolve(queue.waitUntilReady())
  })
  return {
    opened: opened.promise,
    connected: () => (connection.status === 'ready' ? queue : undefined),
    async close() {
      await queue?.close()
      connection.disconnect()
    },
  }
}

function onPostgres({ databaseUrl }: QueueLocation, onError: (error: Error) => void): Backend {
  const { Queue: PostgresQueue } = withBackend(createPostgresBackend)
  const queue = new PostgresQueue<DeliverJob>(QUEUE_NAME, { connection: postgresConnection(databaseUrl) })
  queue.on('error', onError)
  return {
    opened: queue.waitUntilReady(),
    connected: () => queue,
    close: () => queue.close(),
  }
}

async function within(ms: number, work: Promise<unknown>): Promise<void> {
  const deadline = Promise.withResolvers<never>()
  const timer = setTimeout(() => deadline.reject(new Error(`the queue did not answer within ${ms} ms`)), ms)
  try {
    await Promise.race([work, deadline.promise])
  } finally {
    clearTimeout(timer)
  }
}
