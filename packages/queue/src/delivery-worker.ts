import { hostname } from 'node:os'
import { setTimeout } from 'node:timers/promises'
import { createPostgresBackend, type Job, Worker, withBackend } from 'bullmq'
import { connectConsumer, postgresConnection, type QueueLocation } from './connection.ts'
import { DELIVERIES_PER_JOB, DeliverJob, QUEUE_NAME } from './jobs.ts'
import { prefixesOf } from './shards.ts'

/** How many jobs are being handled at once, over all shards. Handling one is short: it ends with the claims. */
const JOBS_AT_ONCE = 100
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
  handle: (job: DeliverJob) => Promise<void>
  /** How many more deliveries can be taken in hand now. Jobs beyond that are left to other workers. */
  room: () => number
  /** Told of trouble with the connection. */
  onError: (error: Error) => void
  /** Told of each job whose handling threw. It is not tried again: the sweeper knows from the row what is to be done. */
  onFailed: (error: Error) => void
}

/** What is asked of BullMQ, the same on both of its backends. */
interface BullWorker {
  concurrency: number
  close(force?: boolean): Promise<void>
  on(event: 'error', listener: (error: Error) => void): unknown
  on(event: 'failed', listener: (job: unknown, error: Error) => void): unknown
}

type Handler = (job: Job<DeliverJob, void>) => Promise<void>

const SETTINGS = {
  name: `${hostname()}-${process.pid}`,
  lockDuration: LOCK_MS,
  stalledInterval: STALLED_LOOK_MS,
  maxStalledCount: STALLED_COUNT_MAX,
  runRetryDelay: RETRY_AFTER_OUTAGE_MS,
  removeOnComplete: { count: 0 },
  removeOnFail: { count: 0 },
}

/** Starts to take jobs, from all shards. While the queue's store is away it waits, and goes on by itself. */
export function startDeliveryWorker(options: DeliveryWorkerOptions): DeliveryWorker {
  const { redisUrl, databaseUrl, shards = 1 } = options
  if (redisUrl === undefined) {
    const { Worker: PostgresWorker } = withBackend(createPostgresBackend)
    const connection = postgresConnection(databaseUrl)
    const worker = startOne(options, 1, (handler, concurrency) => {
      return new PostgresWorker<DeliverJob, void>(QUEUE_NAME, handler, {
        ...SETTINGS,
        concurrency,
        connection,
      })
    })
    return { close: (deadlineMs) => closeWithin(deadlineMs, worker) }
  }

  const connection = connectConsumer(redisUrl)
  connection.on('error', () => {}) // BullMQ reports it as the worker's
  const workers = prefixesOf(shards).map((prefix) =>
    startOne(options, shards, (handler, concurrency) => {
      return new Worker<DeliverJob, void>(QUEUE_NAME, handler, {
        ...SETTINGS,
        concurrency,
        connection,
        prefix,
      })
    }),
  )
  return {
    async close(deadlineMs) {
      await Promise.all(workers.map((worker) => closeWithin(deadlineMs, worker)))
      connection.disconnect()
    },
  }
}

/** Takes jobs from one shard: no more at a time than fit into this shard's part of the room, should all of them be full. */
function startOne(
  { handle, room, onError, onFailed }: DeliveryWorkerOptions,
  shards: number,
  create: (handler: Handler, concurrency: number) => BullWorker,
): BullWorker {
  let jobsInHand = 0
  const jobsAtOnce = () => {
    const more = Math.ceil(room() / (DELIVERIES_PER_JOB * shards))
    return Math.max(1, Math.min(Math.ceil(JOBS_AT_ONCE / shards), jobsInHand + more))
  }
  const worker = create(async (job) => {
    jobsInHand += 1
    try {
      const handled = handle(DeliverJob.parse(job.data))
      worker.concurrency = jobsAtOnce()
      await handled
    } finally {
      jobsInHand -= 1
      worker.concurrency = jobsAtOnce()
    }
  }, jobsAtOnce())
  worker.on('error', onError)
  worker.on('failed', (_job, error) => onFailed(error))
  return worker
}

/** BullMQ's own `close` has no deadline: it waits for jobs that hang, and for a Redis that is away. */
async function closeWithin(deadlineMs: number, worker: Pick<BullWorker, 'close'>): Promise<void> {
  const deadline = new AbortController()
  const late = setTimeout(deadlineMs, 'late', { signal: deadline.signal }).catch(() => 'cancelled')
  const first = await Promise.race([worker.close().then(() => 'closed'), late])
  deadline.abort()
  // Forced, it can still wait for a Redis that is away; the process ends without it.
  if (first === 'late') await Promise.race([worker.close(true), setTimeout(FORCED_CLOSE_MS)])
}
