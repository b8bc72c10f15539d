import { hostname } from 'node:os'
import { setTimeout } from 'node:timers/promises'
import { DelayedError, type Job, Worker } from 'bullmq'
import { connectConsumer, type QueueLocation } from './connection.ts'
import { DeliverJob, queueNameOf } from './jobs.ts'
import { onPostgresOf } from './postgres-backend.ts'
import { prefixesOf } from './shards.ts'

/** How many jobs are being taken at once, over all shards. Handling one takes no time: this covers the queue's round trips. */
const JOBS_AT_ONCE = 8
// A worker that dies leaves its jobs locked. They are noticed after the lock has run out, at the next look.
const LOCK_MS = 15_000
const STALLED_LOOK_MS = 5000
const RETRY_AFTER_OUTAGE_MS = 1000
/** With nothing in hand there is only the queue to be told; one that is away need not be waited for. */
const TELL_QUEUE_MS = 5000
const FORCED_CLOSE_MS = 500
// How often a job may be found stalled does not matter: the row decides, and a dropped job is added again.
const STALLED_COUNT_MAX = 100

/** Takes jobs from the queue and offers their deliveries to the worker. */
export interface DeliveryWorker {
  /** Stops taking jobs and waits for those in hand, at most until the deadline: what is left is found stalled. */
  close(deadlineMs: number): Promise<void>
}

export interface DeliveryWorkerOptions extends QueueLocation {
  /**
   * Takes the deliveries of a job over, and with that the job has ended; or returns after how many milliseconds the job is to
   * come again, to this worker or another one.
   */
  handle: (job: DeliverJob) => 'taken' | { retryInMs: number }
  /** Told of trouble with the connection. */
  onError: (error: Error) => void
  /** Told of each job whose handling threw. It is not tried again: the sweeper knows from the row what is to be done. */
  onFailed: (error: Error) => void
}

/** What is asked of BullMQ, the same on both of its backends. */
interface BullWorker {
  close(force?: boolean): Promise<void>
  on(event: 'error', listener: (error: Error) => void): unknown
  on(event: 'failed', listener: (job: unknown, error: Error) => void): unknown
}

interface StartedWorker {
  worker: Pick<BullWorker, 'close'>
  /** Until no job is being handled. */
  allHandled: () => Promise<void>
}

type Handler = (job: Job<DeliverJob, void>, token?: string) => Promise<void>

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
  const name = queueNameOf(databaseUrl)
  if (redisUrl === undefined) {
    const { Worker: PostgresWorker, connection } = onPostgresOf(databaseUrl)
    const started = startOne(options, 1, (handler, concurrency) => {
      return new PostgresWorker<DeliverJob, void>(name, handler, {
        ...SETTINGS,
        concurrency,
        connection: connection(),
      })
    })
    return { close: (deadlineMs) => closeWithin(deadlineMs, started) }
  }

  const connection = connectConsumer(redisUrl)
  connection.on('error', () => {}) // BullMQ reports it as the worker's
  const all = prefixesOf(shards).map((prefix) =>
    startOne(options, shards, (handler, concurrency) => {
      return new Worker<DeliverJob, void>(name, handler, {
        ...SETTINGS,
        concurrency,
        connection,
        prefix,
      })
    }),
  )
  return {
    async close(deadlineMs) {
      await Promise.all(all.map((started) => closeWithin(deadlineMs, started)))
      connection.disconnect()
    },
  }
}

/** Takes jobs from one shard. */
function startOne(
  { handle, onError, onFailed }: DeliveryWorkerOptions,
  shards: number,
  create: (handler: Handler, concurrency: number) => BullWorker,
): StartedWorker {
  const inHand = new Set<Promise<void>>()
  const worker = create(
    async (job, token) => {
      const handled = handleOne(handle, job, token)
      inHand.add(handled)
      try {
        await handled
      } finally {
        inHand.delete(handled)
      }
    },
    Math.max(1, Math.ceil(JOBS_AT_ONCE / shards)),
  )
  worker.on('error', onError)
  worker.on('failed', (_job, error) => onFailed(error))
  return {
    worker,
    async allHandled() {
      while (inHand.size > 0) await Promise.allSettled(inHand)
    },
  }
}

async function handleOne(
  handle: DeliveryWorkerOptions['handle'],
  job: Job<DeliverJob, void>,
  token: string | undefined,
): Promise<void> {
  const outcome = handle(DeliverJob.parse(job.data))
  if (outcome === 'taken') return
  await job.moveToDelayed(Date.now() + outcome.retryInMs, token)
  throw new DelayedError()
}

/**
 * BullMQ's own `close` has no deadline: it waits for jobs that hang, and for a Redis that is away. A job that is handled and of
 * which the queue was not told is found stalled, and comes to nothing.
 */
async function closeWithin(deadlineMs: number, { worker, allHandled }: StartedWorker): Promise<void> {
  const closed = new AbortController()
  const lateAfter = (ms: number) => setTimeout(ms, 'late', { signal: closed.signal }).catch(() => 'closed')
  const first = await Promise.race([
    worker.close().then(() => 'closed'),
    lateAfter(deadlineMs),
    allHandled().then(() => lateAfter(TELL_QUEUE_MS)),
  ])
  closed.abort()
  // Forced, it can still wait for a Redis that is away; the process ends without it.
  if (first === 'late') await Promise.race([worker.close(true), setTimeout(FORCED_CLOSE_MS)])
}
