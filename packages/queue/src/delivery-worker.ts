import { hostname } from 'node:os'
import { setTimeout } from 'node:timers/promises'
import { createPostgresBackend, type Processor, Worker, withBackend } from 'bullmq'
import { connectConsumer, postgresConnection, type QueueLocation } from './connection.ts'
import { DeliverJob, QUEUE_NAME, REDIS_PREFIX } from './jobs.ts'

// A worker that dies leaves its jobs locked. They are noticed after the lock has run out, at the next look.
const LOCK_MS = 15_000
const STALLED_LOOK_MS = 5000
const RETRY_AFTER_OUTAGE_MS = 1000
const FORCED_CLOSE_MS = 500
// How often a job may be found stalled does not matter: the row decides, and a dropped job is added again.
const STALLED_COUNT_MAX = 100

/** Takes jobs from the queue and hands their deliveries to `handle`, many at once. */
export interface DeliveryWorker {
  /** Stops taking jobs and waits for those in hand, at most until the deadline: what is left is found stalled. */
  close(deadlineMs: number): Promise<void>
}

export interface DeliveryWorkerOptions extends QueueLocation {
  /** How many jobs are in hand at once. */
  concurrency: number
  handle: (job: DeliverJob) => Promise<void>
  /** Told of trouble with the connection. */
  onError: (error: Error) => void
  /** Told of each job whose handling threw. It is not tried again: the sweeper knows from the row what is to be done. */
  onFailed: (error: Error) => void
}

/** Starts to take jobs. While the queue's store is away it waits, and goes on by itself. */
export function startDeliveryWorker(options: DeliveryWorkerOptions): DeliveryWorker {
  const handle: Processor<DeliverJob, void> = async (job) => options.handle(DeliverJob.parse(job.data))
  const settings = {
    name: `${hostname()}-${process.pid}`,
    concurrency: options.concurrency,
    lockDuration: LOCK_MS,
    stalledInterval: STALLED_LOOK_MS,
    maxStalledCount: STALLED_COUNT_MAX,
    runRetryDelay: RETRY_AFTER_OUTAGE_MS,
    removeOnComplete: { count: 0 },
    removeOnFail: { count: 0 },
  }
  if (options.redisUrl === undefined) {
    const { Worker: PostgresWorker } = withBackend(createPostgresBackend)
    const connection = postgresConnection(options.databaseUrl)
    const worker = new PostgresWorker<DeliverJob, void>(QUEUE_NAME, handle, { ...settings, connection })
    worker.on('error', options.onError)
    worker.on('failed', (_job, error) => options.onFailed(error))
    return { close: (deadlineMs) => closeWithin(deadlineMs, worker) }
  }

  const connection = connectConsumer(options.redisUrl)
  connection.on('error', () => {}) // BullMQ reports it as the worker's
  const worker = new Worker<DeliverJob, void>(QUEUE_NAME, handle, {
    ...settings,
    connection,
    prefix: REDIS_PREFIX,
  })
  worker.on('error', options.onError)
  worker.on('failed', (_job, error) => options.onFailed(error))
  return {
    async close(deadlineMs) {
      await closeWithin(deadlineMs, worker)
      connection.disconnect()
    },
  }
}

/** BullMQ's own `close` has no deadline: it waits for jobs that hang, and for a Redis that is away. */
async function closeWithin(
  deadlineMs: number,
  worker: { close(force?: boolean): Promise<void> },
): Promise<void> {
  const deadline = new AbortController()
  const late = setTimeout(deadlineMs, 'late', { signal: deadline.signal }).catch(() => 'cancelled')
  const first = await Promise.race([worker.close().then(() => 'closed'), late])
  deadline.abort()
  // Forced, it can still wait for a Redis that is away; the process ends without it.
  if (first === 'late') await Promise.race([worker.close(true), setTimeout(FORCED_CLOSE_MS)])
}
