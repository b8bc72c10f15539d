import type { ShardName } from '@posthorn/contracts'
import { type JobsOptions, type JobType, Queue } from 'bullmq'
import { connectProducer, type QueueLocation } from './connection.ts'
import { onPostgresOf } from './postgres-backend.ts'
import { type QueueJob, queueNameOf } from './queue-jobs.ts'
import { nameOfShard, prefixesOf, prefixOfShard } from './shards.ts'

/** Expiry of the key that is written to check whether Redis accepts writes. */
const PROBE_MS = 60_000

/** The part of BullMQ that is used, the same on both of its backends. */
export interface BullQueue {
  addBulk(jobs: { name: string; data: QueueJob; opts: JobsOptions }[]): Promise<unknown>
  getJobCountByTypes(...types: JobType[]): Promise<number>
  getJobs(types: JobType[], start: number, end: number): Promise<{ data: unknown; remove(): Promise<void> }[]>
  waitUntilReady(): Promise<unknown>
  close(): Promise<void>
  on(event: 'error', listener: (error: Error) => void): unknown
}

export interface QueueBackend {
  opened: Promise<unknown>
  /** The shards of the queue; undefined while BullMQ would wait for the connection instead of failing. */
  connected(): readonly BullQueue[] | undefined
  /** Names of the shards, in their order. */
  names: readonly ShardName[]
  /** Lends a shard, also one that no process uses; undefined if there can be none of this name. */
  withShard<Result>(name: ShardName, work: (queue: BullQueue) => Promise<Result>): Promise<Result> | undefined
  /** Fails when Redis does not accept writes. Does nothing on PostgreSQL. */
  write(): Promise<unknown>
  close(): Promise<void>
}

/** Opens the queue on Redis or PostgreSQL. */
export function openBackend(location: QueueLocation, onError: (error: Error) => void): QueueBackend {
  const { redisUrl, databaseUrl, shards = 1 } = location
  return redisUrl === undefined
    ? onPostgres(databaseUrl, onError)
    : onRedis({ url: redisUrl, name: queueNameOf(databaseUrl), prefixes: prefixesOf(shards) }, onError)
}

/**
 * BullMQ's queues are created once the connection is ready: created earlier, they would wait for Redis at every add, or never recover
 * after their first command failed. For the same reason they do not check the version first, which may need a node of a cluster that
 * is unavailable. The worker checks it.
 */
function onRedis(
  { url, name, prefixes }: { url: string; name: string; prefixes: readonly string[] },
  onError: (error: Error) => void,
): QueueBackend {
  const connection = connectProducer(url)
  const opened = Promise.withResolvers<unknown>()
  let queues: BullQueue[] | undefined
  connection.on('error', onError)
  connection.once('ready', () => {
    queues = prefixes.map(
      (prefix) => new Queue<QueueJob>(name, { connection, prefix, skipVersionCheck: true }),
    )
    for (const queue of queues) queue.on('error', onError)
    opened.resolve(Promise.all(queues.map((queue) => queue.waitUntilReady())))
  })
  return {
    opened: opened.promise,
    names: prefixes.map(nameOfShard),
    async withShard(shard, work) {
      const prefix = prefixOfShard(shard)
      const queue = new Queue<QueueJob>(name, {
        connection,
        prefix,
        skipVersionCheck: true,
        skipMetasUpdate: true,
      })
      queue.on('error', onError)
      try {
        return await work(queue)
      } finally {
        await queue.close()
      }
    },
    connected: () => (connection.status === 'ready' ? queues : undefined),
    // Beside the keys of each shard, so on its node, and with a command that a full Redis refuses.
    write: () =>
      Promise.all(prefixes.map((prefix) => connection.set(`${prefix}:${name}:probe`, '1', 'PX', PROBE_MS))),
    async close() {
      await Promise.all((queues ?? []).map((queue) => queue.close()))
      connection.disconnect()
    },
  }
}

/** Without shards, which would all be in the same database. */
function onPostgres(databaseUrl: string, onError: (error: Error) => void): QueueBackend {
  const names = prefixesOf(1).map(nameOfShard)
  const { Queue: PostgresQueue, connection } = onPostgresOf(databaseUrl)
  const queue = new PostgresQueue<QueueJob>(queueNameOf(databaseUrl), { connection: connection() })
  queue.on('error', onError)
  return {
    opened: queue.waitUntilReady(),
    names,
    withShard: (name, work) => (names.includes(name) ? work(queue) : undefined),
    connected: () => [queue],
    write: () => Promise.resolve(),
    close: () => queue.close(),
  }
}
