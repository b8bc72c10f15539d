import { Cluster, type ClusterOptions, Redis, type RedisOptions } from 'ioredis'
import { parseRedisUrl, type SentinelAddress } from './redis-url.ts'

const RECONNECT_MS_MAX = 1000
const CONNECT_TIMEOUT_MS = 3000
const COMMAND_TIMEOUT_MS = 3000
/**
 * A Redis that is connected and says nothing for so long is away. A command that has timed out is kept by its connection, with all that
 * it says, until the connection ends.
 */
const SILENCE_MS_MAX = 2 * COMMAND_TIMEOUT_MS

/** Where the queue is kept: on Redis when there is a URL for it, otherwise in the database. */
export interface QueueLocation {
  /** Several URLs with commas between are nodes of a Redis Cluster; redis+sentinel: asks sentinels for the primary. */
  redisUrl: string | undefined
  /** With `?schema=`, the queue on PostgreSQL has a schema of its own beside that one. */
  databaseUrl: string
  /** How many queues the jobs are spread over, on Redis. The same for all who add and take jobs. Default: 1. */
  shards?: number | undefined
}

/** A Redis, or a Redis Cluster. */
export type RedisConnection = Redis | Cluster

/**
 * For adding jobs: fails at once while Redis is away, because the row is stored and the sweeper will add its job. Not for blocking commands:
 * an answer has to come within {@link SILENCE_MS_MAX}.
 */
export function connectProducer(url: string): RedisConnection {
  return connect(
    url,
    { maxRetriesPerRequest: 0, commandTimeout: COMMAND_TIMEOUT_MS, socketTimeout: SILENCE_MS_MAX },
    // A node that is lost or knows no answer is asked again at the next command, and not sixteen times during this one.
    { enableOfflineQueue: false, retryDelayOnFailover: 0, retryDelayOnClusterDown: 0 },
  )
}

/** For taking jobs: waits for Redis, however long it is away. */
export function connectConsumer(url: string): RedisConnection {
  return connect(url, { maxRetriesPerRequest: null }, {})
}

function connect(
  url: string,
  perNode: Pick<RedisOptions, 'maxRetriesPerRequest' | 'commandTimeout' | 'socketTimeout'>,
  ofCluster: Pick<ClusterOptions, 'enableOfflineQueue' | 'retryDelayOnFailover' | 'retryDelayOnClusterDown'>,
): RedisConnection {
  const address = parseRedisUrl(url)
  const options = {
    ...perNode,
    connectTimeout: CONNECT_TIMEOUT_MS,
    reconnectOnError: isFromReplica,
  }
  switch (address.kind) {
    case 'server':
      return new Redis(address.url, { ...options, ...ofServer(ofCluster) })
    case 'sentinel':
      return new Redis({ ...options, ...ofServer(ofCluster), ...ofSentinel(address) })
    case 'cluster':
      return new Cluster(address.nodes, {
        ...ofCluster,
        // The nodes that were named tell of the others, which are reached in the same way.
        redisOptions: { ...options, ...accessOf(new URL(address.nodes[0] ?? '')) },
        clusterRetryStrategy: reconnectAfterMs,
        // By their names, for the sake of their certificates.
        dnsLookup: (host, found) => found(null, host),
      })
  }
}

function ofServer({ enableOfflineQueue = true }: Pick<ClusterOptions, 'enableOfflineQueue'>) {
  return { enableOfflineQueue, retryStrategy: reconnectAfterMs }
}

function ofSentinel({ address, tls }: SentinelAddress) {
  return {
    ...address,
    role: 'master' as const,
    sentinelRetryStrategy: reconnectAfterMs,
    ...(tls ? { tls: {}, enableTLSForSentinelMode: true, sentinelTLS: {} } : {}),
  }
}

/**
 * A server that was a primary and became a replica keeps its connections open, answers reads, and refuses every write:
 * the connection has to be made again, to whatever is the primary now. The first word of an error is its code; Redis 6.2 puts
 * that of a statement in a script behind other words and a hyphen. UNBLOCKED is what a worker that waits is told.
 */
function isFromReplica({ message }: Error): boolean {
  return /(?:^|-)(?:READONLY|UNBLOCKED|MASTERDOWN) /.test(message)
}

function accessOf({
  protocol,
  username,
  password,
}: URL): Pick<RedisOptions, 'username' | 'password' | 'tls'> {
  return {
    ...(username === '' ? {} : { username: decodeURIComponent(username) }),
    ...(password === '' ? {} : { password: decodeURIComponent(password) }),
    ...(protocol === 'rediss:' ? { tls: {} } : {}),
  }
}

function reconnectAfterMs(times: number): number {
  return Math.min(50 * times, RECONNECT_MS_MAX)
}
