import { Cluster, type ClusterOptions, Redis, type RedisOptions } from 'ioredis'
import { parseRedisUrl, type SentinelAddress } from './redis-url.ts'

const RECONNECT_MS_MAX = 1000
const CONNECT_TIMEOUT_MS = 3000
const COMMAND_TIMEOUT_MS = 3000
/**
 * A connected Redis that sends nothing for so long is unavailable. Its connection keeps a command that has timed out, with its
 * arguments, until the connection ends.
 */
const SILENCE_MS_MAX = 2 * COMMAND_TIMEOUT_MS
/** The same for a connection with blocking commands, of which BullMQ's longest lasts for 10 s. */
const BLOCKING_SILENCE_MS_MAX = 15_000
const KEEP_ALIVE_DELAY_MS = 10_000

/** Where the queue is kept: on Redis when there is a URL for it, otherwise in the database. */
export interface QueueLocation {
  /** Several comma-separated URLs are nodes of a Redis Cluster; redis+sentinel: gets the primary from sentinels. */
  redisUrl: string | undefined
  /** With `?schema=`, the queue on PostgreSQL has its own schema beside that one. */
  databaseUrl: string
  /** Number of queues on Redis that the jobs are spread over; the same for all processes. Default: 1. */
  shards?: number | undefined
}

/** A Redis, or a Redis Cluster. */
export type RedisConnection = Redis | Cluster

/**
 * For adding jobs: fails at once while Redis is unavailable, because the row is stored and the sweeper finds it. Not for blocking
 * commands: a reply has to arrive within {@link SILENCE_MS_MAX}.
 */
export function connectProducer(url: string): RedisConnection {
  return connect(
    url,
    { maxRetriesPerRequest: 0, commandTimeout: COMMAND_TIMEOUT_MS, socketTimeout: SILENCE_MS_MAX },
    // A lost node is tried again at the next command, and not sixteen times during this one.
    { enableOfflineQueue: false, retryDelayOnFailover: 0, retryDelayOnClusterDown: 0 },
  )
}

/**
 * For taking jobs: waits for Redis, however long it is unavailable. A connection on which Redis does not answer is replaced, and its
 * commands are sent again.
 */
export function connectConsumer(url: string): RedisConnection {
  return connect(url, { maxRetriesPerRequest: null, socketTimeout: BLOCKING_SILENCE_MS_MAX }, {})
}

/**
 * For SUBSCRIBE: waits for messages, however long. The caller subscribes again on each `ready`. A connection that the network has
 * dropped is found by its keep-alive.
 */
export function connectSubscriber(url: string): RedisConnection {
  return connect(
    url,
    { maxRetriesPerRequest: null, keepAlive: KEEP_ALIVE_DELAY_MS, autoResubscribe: false },
    {},
  )
}

function connect(
  url: string,
  perNode: Pick<
    RedisOptions,
    'maxRetriesPerRequest' | 'commandTimeout' | 'socketTimeout' | 'keepAlive' | 'autoResubscribe'
  >,
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
        // The named nodes list the others, which have the same user, password and TLS.
        redisOptions: { ...options, ...accessOf(new URL(address.nodes[0] ?? '')) },
        clusterRetryStrategy: reconnectAfterMs,
        // By name, because certificates are for names.
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
 * A primary that became a replica keeps its connections open, answers reads, and refuses every write: reconnect, to the current
 * primary. The first word of an error is its code; in a script, Redis 6.2 puts it behind other words and a hyphen. UNBLOCKED is the
 * error of a worker that waits.
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
