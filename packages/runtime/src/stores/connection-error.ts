/** Errors of sockets and of name resolution: https://nodejs.org/api/errors.html#common-system-errors */
const SOCKET_ERRORS: Record<string, string> = {
  ECONNREFUSED: 'nothing listens on HOST. Start it there, or correct host and port',
  ENOTFOUND: 'the host of HOST is unknown. Correct it, or its entry in DNS',
  EAI_AGAIN:
    'the host of HOST could not be looked up: the resolver does not answer. Repeat this when DNS works',
  ETIMEDOUT: 'HOST does not answer. Check host and port, and whether a firewall is in between',
  EHOSTUNREACH: 'there is no route to HOST. Check the host and the network',
  ENETUNREACH: 'there is no route to HOST. Check the host and the network',
  ECONNRESET: 'HOST closed the connection. Check the port, and whether TLS is expected there',
  EACCES: 'this process may not connect to HOST',
}

/** https://www.postgresql.org/docs/current/errcodes-appendix.html */
const DATABASE_ERRORS: Record<string, string> = {
  '28P01': 'HOST refused user and password. Correct them',
  '28000': 'HOST refused the user. Correct it, or let it in with pg_hba.conf',
  '3D000': 'HOST has no such database. Create it, or correct the name at the end',
  '42501': 'the user may not use the database on HOST. Grant it CONNECT',
  '53300': 'HOST has no connection left. Raise its max_connections, or close connections of others',
  '57P03': 'HOST is starting up or shutting down. Repeat this in a moment',
}

/** The first word of an error reply: https://redis.io/docs/latest/develop/reference/protocol-spec/#simple-errors */
const REDIS_ERRORS: Record<string, string> = {
  WRONGPASS: 'HOST refused user and password. Correct them',
  NOAUTH: 'HOST asks for a password. Put it into the URL: redis://:password@host:6379',
  NOPERM: 'the user may not do what Posthorn needs on HOST. Extend its ACL',
  LOADING: 'HOST is still loading its data. Repeat this in a moment',
}

/** The problem of the connection to PostgreSQL, and what to do. */
export function describeDatabaseError(error: unknown, url: string): string {
  const code = codeOf(error)
  return sentence(SOCKET_ERRORS[code] ?? DATABASE_ERRORS[code], error, hostsOf(url, 5432))
}

/** The problem of the connection to Redis, and what to do. */
export function describeRedisError(error: unknown, url: string): string {
  const [word = ''] = messageOf(error).split(' ')
  return sentence(SOCKET_ERRORS[codeOf(error)] ?? REDIS_ERRORS[word], error, hostsOf(url, 6379))
}

function sentence(known: string | undefined, error: unknown, hosts: string): string {
  const code = codeOf(error)
  const detail = code === '' ? messageOf(error) : code
  const text = known ?? 'cannot connect to HOST'
  return `${text.replace('HOST', hosts)} (${known === undefined ? messageOf(error) : detail})`
}

/** "127.0.0.1:5432", or several of a cluster. */
function hostsOf(url: string, portDefault: number): string {
  const withoutUser = url.replaceAll(/[a-z+]+:\/\/([^@/]*@)?/g, '')
  const hosts = withoutUser.split(/,\s*/).map((part) => part.split(/[/?]/, 1)[0] ?? '')
  return hosts.map((host) => (/:\d+$/.test(host) ? host : `${host}:${portDefault}`)).join(', ')
}

function codeOf(error: unknown): string {
  if (!(error instanceof Error)) return ''
  if ('code' in error && typeof error.code === 'string') return error.code
  // `localhost` is two addresses; both have failed.
  return error instanceof AggregateError ? codeOf(error.errors[0]) : ''
}

function messageOf(error: unknown): string {
  const message = error instanceof Error ? error.message : String(error)
  return message.split('\n', 1)[0] ?? ''
}
