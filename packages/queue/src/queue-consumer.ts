import { hostname } from 'node:os'
import { setTimeout } from 'node:timers/promises'
import { DelayedError, type Job, Worker } from 'bullmq'
import { connectConsumer, type QueueLocation } from './connection.ts'
import { onPostgresOf } from './postgres-backend.ts'
import { QueueJob, queueNameOf } from './queue-jobs.ts'
import { prefixesOf } from './shards.ts'

/** Jobs that are taken at once, over all shards. Handling one takes no time: this covers the queue's round trips. */
const JOBS_AT_ONCE = 8
// A worker that dies leaves its jobs locked. They are found stalled at the first check after the lock has expired.
const LOCK_MS = 15_000
const STALLED_CHECK_MS = 5000
const RETRY_AFTER_OUTAGE_MS = 1000
/** Time to report handled jobs to the queue, which may be unavailable. */
const REPORT_MS = 5000
const FORCED_CLOSE_MS = 500
// The number of times that a job is found stalled does not matter: the row decides, and the sweeper finds a dropped job.
const STALLED_COUNT_MAX = 100

/** Takes jobs from the queue and passes their deliveries to the worker. */
export interface QueueConsumer {
  /** Stops taking jobs and waits for jobs in flight until the deadline. Later, jobs that are left are found stalled. */
  close(deadlineMs: number): Promise<void>
}

export interface QueueConsumerOptions extends QueueLocation {
  /**
   * Takes the deliveries of a job, which ends the job; or returns the delay after which this worker or another one retries it.
   */
  handle: (job: QueueJob) => 'taken' | { retryInMs: number }
  /** Receives errors of the connection. */
  onError: (error: Error) => void
  /** Receives the error of each job whose handling threw. The job is not retried: the sweeper finds its deliveries. */
  onFailed: (error: Error) => void
}

/** The part of BullMQ that is used, the same on both of its backends. */
interface BullWorker {
  close(force?: boolean): Promise<void>
  on(event: 'error', listener: (error: Error) => void): unknown
  on(event: 'failed', listener: (job: unknown, error: Error) => void): unknown
}

interface StartedWorker {
  worker: Pick<BullWorker, 'close'>
  /** Resolves when no job is being handled. */
  allHandled: () => Promise<void>
}

type Handler = (job: Job<QueueJob, void>, token?: string) => Promise<void>

const SETTINGS = {
  name: `${hostname()}-${process.pid}`,
  lockDuration: LOCK_MS,
  stalledInterval: STALLED_CHECK_MS,
  maxStalledCount: STALLED_COUNT_MAX,
  runRetryDelay: RETRY_AFTER_OUTAGE_MS,
  removeOnComplete: { count: 0 },
  removeOnFail: { count: 0 },
}

/** Starts taking jobs from all shards. Waits while the queue's store is unavailable. */
export function startQueueConsumer(options: QueueConsumerOptions): QueueConsumer {
  const { redisUrl, databaseUrl, shards = 1 } = options
  const name = queueNameOf(databaseUrl)
  if (redisUrl === undefined) {
    const { Worker: PostgresWorker, connection } = onPostgresOf(databaseUrl)
    const started = startOne(options, 1, (handler, concurrency) => {
      return new PostgresWorker<QueueJob, void>(name, handler, {
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
      return new Worker<QueueJob, void>(name, handler, {
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
  { handle, onError, onFailed }: QueueConsumerOptions,
  shards: number,
  create: (handler: Handler, concurrency: number) => BullWorker,
): StartedWorker {
  const inFlight = new Set<Promise<void>>()
  const worker = create(
    async (job, token) => {
      const handled = handleOne(handle, job, token)
      inFlight.add(handled)
      try {
        await handled
      } finally {
        inFlight.delete(handled)
      }
    },
    Math.max(1, Math.ceil(JOBS_AT_ONCE / shards)),
  )
  worker.on('error', onError)
  worker.on('failed', (_job, error) => onFailed(error))
  return {
    worker,
    async allHandled() {
      while (inFlight.size > 0) await Promise.allSettled(inFlight)
    },
  }
}

async function handleOne(
  handle: QueueConsumerOptions['handle'],
  job: Job<QueueJob, void>,
  token: string | undefined,
): Promise<void> {
  const outcome = handle(QueueJob.parse(job.data))
  if (outcome === 'taken') return
  await job.moveToDelayed(Date.now() + outcome.retryInMs, token)
  throw new DelayedError()
}

/**
 * BullMQ's own `close` has no deadline: it waits for jobs that hang, and for a Redis that is unavailable. A handled job that could not
 * be reported to the queue is found stalled and has no effect.
 */
async function closeWithin(deadlineMs: number, { worker, allHandled }: StartedWorker): Promise<void> {
  const closed = new AbortController()
  const lateAfter = (ms: number) => setTimeout(ms, 'late', { signal: closed.signal }).catch(() => 'closed')
  const first = await Promise.race([
    worker.close().then(() => 'closed'),
    lateAfter(deadlineMs),
    allHandled().then(() => lateAfter(REPORT_MS)),
  ])
  closed.abort()
  // A forced close can still wait for an unavailable Redis; the process ends without it.
  if (first === 'late') await Promise.race([worker.close(true), setTimeout(FORCED_CLOSE_MS)])
}
