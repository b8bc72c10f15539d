import { Resolver } from 'node:dns/promises'
import { codeOf } from '../error-code-of.ts'
import { Liveness } from '../proxy/liveness.ts'
import { HostsFile, SYSTEM_HOSTS_FILE } from './hosts-file.ts'
import type { Resolve } from './name-lookup.ts'
import type { ResolvedAddress } from './resolved-address.ts'

export interface SystemResolverOptions {
  /** Default: the system's. */
  hostsFile?: string | undefined
  /** DNS servers, `address` or `address:port`. Default: the system's. */
  servers?: readonly string[] | undefined
}

export interface SystemResolver {
  resolve: Resolve
  /** Whether the name servers answer. The hosts file does not count. */
  liveness: Liveness
}

/** One try with one server. A lost packet is retried well within the 5 s of a lookup. */
const TRY_TIMEOUT_MS = 1_500
const TRIES = 3

/** With addresses of one family at hand, the other family's answer is worth this long a wait (RFC 8305 waits 50 ms). */
const OTHER_FAMILY_MS = 500

/** For probing the name servers, all tries together. */
const LIVENESS_MS = 3_000

/**
 * c-ares' codes for errors that a name server reported. Not ESERVFAIL, which a name server also reports when it cannot reach
 * its upstream servers.
 */
const ANSWERS = new Set(['ENODATA', 'ENOTFOUND', 'EREFUSED', 'EFORMERR', 'ENOTIMP', 'EBADRESP'])

/** RFC 7686: c-ares itself reports that these names do not exist. */
const NEVER_QUERIED = /\.onion\.?$/i

/**
 * Resolves names through the hosts file, then DNS by c-ares.
 *
 * Not `dns.lookup`: getaddrinfo blocks one of libuv's four threads until the slowest name server answers, so a few names of
 * one tenant would block all tenants, and file and crypto jobs. c-ares waits on sockets, for hundreds of names at once, and
 * can be cancelled. Not supported: search domains (write `name.namespace.svc.cluster.local`), mDNS, and other sources of
 * nsswitch.conf.
 */
export function createSystemResolver({ hostsFile, servers }: SystemResolverOptions = {}): SystemResolver {
  const hosts = new HostsFile(hostsFile ?? SYSTEM_HOSTS_FILE)
  const liveness = new Liveness(() => respondsToProbe(servers))
  return {
    liveness,
    resolve: async (hostname, signal) => {
      const local = await hosts.addressesOf(hostname)
      return local.length > 0 ? local : queryDns(hostname, signal, { servers, liveness })
    },
  }
}

async function queryDns(
  hostname: string,
  signal: AbortSignal,
  { servers, liveness }: { servers: readonly string[] | undefined; liveness: Liveness },
): Promise<readonly ResolvedAddress[]> {
  signal.throwIfAborted()
  const resolver = resolverOf(servers)
  const cancel = () => resolver.cancel()
  signal.addEventListener('abort', cancel, { once: true })

  let graceTimer: NodeJS.Timeout | undefined
  const addressesOf = async (query: Promise<string[]>, family: 4 | 6): Promise<ResolvedAddress[]> => {
    const hasAnswer = await isAnswered(query)
    if (hasAnswer && !NEVER_QUERIED.test(hostname)) liveness.confirm()
    const found = await query
    if (found.length > 0) graceTimer ??= setTimeout(cancel, OTHER_FAMILY_MS)
    return found.map((address) => ({ address, family }))
  }
  try {
    const families = await Promise.allSettled([
      addressesOf(resolver.resolve4(hostname), 4),
      addressesOf(resolver.resolve6(hostname), 6),
    ])
    const found = families.flatMap((family) => (family.status === 'fulfilled' ? family.value : []))
    const failure = families.find((family) => family.status === 'rejected')
    if (found.length === 0 && failure !== undefined) throw failure.reason
    return found
  } finally {
    clearTimeout(graceTimer)
    signal.removeEventListener('abort', cancel)
  }
}

/** Queries the name servers of the root zone (RFC 8109): every resolver knows them, and no tenant's servers are involved. */
async function respondsToProbe(servers: readonly string[] | undefined): Promise<boolean> {
  let timer: NodeJS.Timeout | undefined
  try {
    const resolver = resolverOf(servers)
    timer = setTimeout(() => resolver.cancel(), LIVENESS_MS)
    return await isAnswered(resolver.resolveNs('.'))
  } catch {
    return false // no resolver could be created: the lookups fail with the cause
  } finally {
    clearTimeout(timer)
  }
}

/** A resolver for each lookup: cancel() ends all queries of a resolver, and a new resolver reads the current resolv.conf. */
function resolverOf(servers: readonly string[] | undefined): Resolver {
  const resolver = new Resolver({ timeout: TRY_TIMEOUT_MS, tries: TRIES })
  if (servers !== undefined) resolver.setServers(servers)
  return resolver
}

/** Whether a name server answers a query, with records or an error. */
function isAnswered(query: Promise<unknown>): Promise<boolean> {
  return query.then(
    () => true,
    (error: unknown) => ANSWERS.has(codeOf(error) ?? ''),
  )
}
