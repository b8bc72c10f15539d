import { DatabaseUrlError } from '../database-url-error.ts'

/** What a connection requires of its server. */
export type ServerRequirement = 'any' | 'read-write' | 'primary'

/** The servers of a URL, and how to choose one. */
export interface ServerList {
  /** A URL with one host for each of them, in their order. */
  servers: readonly [string, ...string[]]
  requirement: ServerRequirement
  /** For each server; undefined for the default. */
  connectTimeoutMs: number | undefined
}

// The last "@" ends the user: a password may contain one.
const URL_PARTS =
  /^(?<scheme>postgres(?:ql)?:\/\/)(?:(?<user>[^/?]*)@)?(?<hosts>[^/?]*)(?<path>[^?]*)(?:\?(?<query>.*))?$/s
/** Parameters of libpq that the driver ignores. */
const OWN_PARAMETERS = new Set(['target_session_attrs', 'connect_timeout'])
const SECONDS_MAX = 600

/**
 * Reads what the driver cannot: several hosts, `target_session_attrs` and `connect_timeout`, as in libpq:
 * https://www.postgresql.org/docs/current/libpq-connect.html
 *
 * Several hosts without `target_session_attrs` mean `read-write`, because Posthorn always writes.
 * @param url without Posthorn's own parameters
 * @throws DatabaseUrlError
 */
export function parseServerList(url: string): ServerList {
  const { scheme = '', user, hosts = '', path = '', query = '' } = URL_PARTS.exec(url)?.groups ?? {}
  const parameters = query.split('&').filter((parameter) => parameter !== '')
  const valueOf = (name: string) =>
    parameters.find((each) => each.startsWith(`${name}=`))?.slice(name.length + 1)
  const rest = parameters.filter((parameter) => !OWN_PARAMETERS.has(parameter.split('=', 1)[0] ?? ''))
  const login = user === undefined ? '' : `${user}@`
  const [first = '', ...others] = hosts.split(',')
  const single = (host: string) =>
    `${scheme}${login}${host}${path}${rest.length === 0 ? '' : `?${rest.join('&')}`}`
  if (others.length > 0) for (const host of [first, ...others]) assertHost(host)
  return {
    servers: [single(first), ...others.map(single)],
    requirement: requirementOf(valueOf('target_session_attrs'), others.length > 0),
    connectTimeoutMs: timeoutOf(valueOf('connect_timeout')),
  }
}

function assertHost(host: string): void {
  if (/^[^\s:]+(?::\d{1,5})?$|^\[[0-9a-fA-F:.]+\](?::\d{1,5})?$/.test(host)) return
  throw new DatabaseUrlError(
    `expected several hosts like postgresql://user:password@host1:5432,host2:5432/database, got the host ${JSON.stringify(host)}`,
  )
}

function requirementOf(value: string | undefined, hasSeveral: boolean): ServerRequirement {
  switch (value) {
    case undefined:
      return hasSeveral ? 'read-write' : 'any'
    case 'read-write':
    case 'primary':
      return value
    case 'any':
      if (!hasSeveral) return value
      break
  }
  throw new DatabaseUrlError(
    `?target_session_attrs= expects read-write or primary, because Posthorn writes, got ${JSON.stringify(value)}`,
  )
}

function timeoutOf(value: string | undefined): number | undefined {
  if (value === undefined) return undefined
  const seconds = Number(value)
  if (/^\d+$/.test(value) && seconds >= 1 && seconds <= SECONDS_MAX) return seconds * 1000
  throw new DatabaseUrlError(
    `?connect_timeout= expects seconds from 1 to ${SECONDS_MAX}, got ${JSON.stringify(value)}`,
  )
}

/** Whether a URL names one server, and takes it whatever its state. True for a URL that is invalid. */
export function isSingleServer(url: string): boolean {
  try {
    const { servers, requirement } = parseServerList(url)
    return servers.length === 1 && requirement === 'any'
  } catch (error) {
    if (error instanceof DatabaseUrlError) return true
    throw error
  }
}
