import { Resolver } from 'node:dns/promises'
import { HostsFile, SYSTEM_HOSTS_FILE } from './hosts-file.ts'
import type { Resolve, ResolvedAddress } from './name-lookup.ts'

export interface SystemResolverOptions {
  /** Default: the system's. */
  hostsFile?: string
  /** DNS servers, `address` or `address:port`. Default: the system's. */
  servers?: readonly string[]
}

/** One try with one server. A lost packet is asked for again well within the 5 s that a look-up has. */
const TRY_TIMEOUT_MS = 1_500
const TRIES = 3

/** With addresses of one family at hand, the other family's answer is worth this long a wait (RFC 8305 waits 50 ms). */
const OTHER_FAMILY_MS = 500

/**
 * Names through the hosts file, then DNS by c-ares.
 *
 * Not `dns.lookup`: getaddrinfo blocks one of libuv's four threads for as long as the slowest name server likes, so a few names of one
 * tenant would hold up every tenant's (and every file and crypto job). c-ares waits on sockets, hundreds at once, and can be cancelled.
 * What it does not do: search domains (write `name.namespace.svc.cluster.local`), mDNS, and other sources of nsswitch.conf.
 */
export function createSystemResolver(options: SystemResolverOptions = {}): Resolve {
  const hostsFile = new HostsFile(options.hostsFile ?? SYSTEM_HOSTS_FILE)
  return async (hostname, signal) => {
    const local = await hostsFile.addressesOf(hostname)
    return local.length > 0 ? local : askDns(hostname, signal, options.servers)
  }
}

async function askDns(
  hostname: string,
  signal: AbortSignal,
  servers: readonly string[] | undefined,
): Promise<readonly ResolvedAddress[]> {
  signal.throwIfAborted()
  // One for each look-up: cancel() ends all of a resolver's questions, and a new one reads resolv.conf as it is now.
  const resolver = new Resolver({ timeout: TRY_TIMEOUT_MS, tries: TRIES })
  if (servers !== undefined) resolver.setServers(servers)
  const cancel = () => resolver.cancel()
  signal.addEventListener('abort', cancel, { once: true })

  let graceTimer: NodeJS.Timeout | undefined
  const startGrace = (answers: readonly ResolvedAddress[]) => {
    if (answers.length > 0) graceTimer ??= setTimeout(cancel, OTHER_FAMILY_MS)
    return answers
  }
  try {
    const families = await Promise.allSettled([
      resolver
        .resolve4(hostname)
        .then((found) => startGrace(found.map((address) => ({ address, family: 4 })))),
      resolver
        .resolve6(hostname)
        .then((found) => startGrace(found.map((address) => ({ address, family: 6 })))),
    ])
    const answers = families.flatMap((family) => (family.status === 'fulfilled' ? family.value : []))
    const failure = families.find((family) => family.status === 'rejected')
    if (answers.length === 0 && failure !== undefined) throw failure.reason
    return answers
  } finally {
    clearTimeout(graceTimer)
    signal.removeEventListener('abort', cancel)
  }
}
