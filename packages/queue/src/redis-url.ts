/** Address of Redis, from `REDIS_URL`. */
export type RedisAddress =
  | { kind: 'server'; url: string }
  /** Nodes of a Redis Cluster. */
  | { kind: 'cluster'; nodes: string[] }
  /** Sentinels with the address of the current primary. */
  | SentinelAddress

export interface SentinelAddress {
  kind: 'sentinel'
  tls: boolean
  address: {
    sentinels: { host: string; port: number }[]
    /** Name of the group of servers: `sentinel monitor NAME …`. */
    name: string
    db: number
    /** For the Redis servers. */
    username?: string
    password?: string
    sentinelUsername?: string
    sentinelPassword?: string
  }
}

/** `REDIS_URL` is invalid. The message does not show it, because it may contain a password. */
export class RedisUrlError extends Error {
  override readonly name = 'RedisUrlError'
}

const EXPECTED =
  'expected a URL like redis://host:6379, of a cluster several: redis://host1:6379,redis://host2:6379, ' +
  'of Sentinel redis+sentinel://host1:26379,host2:26379/mymaster'

const SENTINEL =
  /^redis(?<tls>s?)\+sentinel:\/\/(?:(?<user>[^:@/]*)(?::(?<password>[^@/]*))?@)?(?<hosts>[^@/?]+)\/(?<name>[\w.-]+)(?:\/(?<db>\d{1,5}))?(?:\?(?<query>.*))?$/
const SENTINEL_PORT = 26_379
const SENTINEL_PARAMETERS = new Set(['sentinelUsername', 'sentinelPassword'])

/**
 * Reads `REDIS_URL`.
 * @throws RedisUrlError
 */
export function parseRedisUrl(text: string): RedisAddress {
  if (/^rediss?\+sentinel:/.test(text)) return parseSentinelUrl(text)
  const nodes = text.split(/,\s*(?=rediss?:)/)
  if (!nodes.every(isServerUrl)) throw new RedisUrlError(EXPECTED)
  const [url = ''] = nodes
  return nodes.length === 1 ? { kind: 'server', url } : { kind: 'cluster', nodes }
}

function isServerUrl(text: string): boolean {
  return /^rediss?:\/\//.test(text) && URL.canParse(text) && !new URL(text).hostname.includes(',')
}

function parseSentinelUrl(text: string): SentinelAddress {
  const { tls, user, password, hosts, name, db, query } = SENTINEL.exec(text)?.groups ?? {}
  const parameters = new URLSearchParams(query)
  if (hosts === undefined || name === undefined) throw new RedisUrlError(EXPECTED)
  if ([...parameters.keys()].some((key) => !SENTINEL_PARAMETERS.has(key))) {
    throw new RedisUrlError(`of Sentinel expected only the parameters ${[...SENTINEL_PARAMETERS].join(', ')}`)
  }
  return {
    kind: 'sentinel',
    tls: tls === 's',
    address: {
      sentinels: hosts.split(',').map(sentinelOf),
      name,
      db: Number(db ?? 0),
      ...optional('username', user, decoded),
      ...optional('password', password, decoded),
      ...optional('sentinelUsername', parameters.get('sentinelUsername')),
      ...optional('sentinelPassword', parameters.get('sentinelPassword')),
    },
  }
}

function sentinelOf(text: string): { host: string; port: number } {
  if (!URL.canParse(`redis://${text.trim()}`)) throw new RedisUrlError(EXPECTED)
  const { hostname, port } = new URL(`redis://${text.trim()}`)
  return { host: hostname.replace(/^\[(.*)\]$/, '$1'), port: port === '' ? SENTINEL_PORT : Number(port) }
}

function optional<Name extends string>(
  name: Name,
  value: string | null | undefined,
  read: (value: string) => string = (text) => text,
): { [key in Name]?: string } {
  return value === undefined || value === null || value === ''
    ? {}
    : ({ [name]: read(value) } as { [key in Name]: string })
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    throw new RedisUrlError('expected user and password to be percent-encoded')
  }
}
