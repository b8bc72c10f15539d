import { Resolver } from 'node:dns/promises'
import { codeOf } from '../error-code-of.ts'
import { Pulse } from '../proxy/pulse.ts'
import { HostsFile, SYSTEM_HOSTS_FILE } from './hosts-file.ts'
import type { Resolve, ResolvedAddress } from './name-lookup.ts'

export interface SystemResolverOptions {
  /** Default: the system's. */
  hostsFile?: string | undefined
  /** DNS servers, `address` or `address:port`. Default: the system's. */
  servers?: readonly string[] | undefined
}

export interface SystemResolver {
  resolve: Resolve
  /** Whether the name servers answer. The hosts file is no sign of that. */
  pulse: Pulse
}

/** One try with one server. A lost packet is asked for again well within the 5 s that a look-up has. */
const TRY_TIMEOUT_MS = 1_500
const TRIES = 3

/** With addresses of one family at hand, the other family's answer is worth this long a wait (RFC 8305 waits 50 ms). */
const OTHER_FAMILY_MS = 500

/** For the question whether the name servers answer, all tries together. */
const PULSE_MS = 3_000

/**
 * Failures that a name server has reported, in c-ares' codes. Not ESERVFAIL, which it also reports while it cannot reach the servers that
 * it asks itself.
 */
const ANSWERS = new Set(['ENODATA', 'ENOTFOUND', 'EREFUSED', 'EFORMERR', 'ENOTIMP', 'EBADRESP'])

/** RFC 7686: c-ares itself answers that these names do not exist. */
const NEVER_ASKED = /\.onion\.?$/i

/**
 * Names through the hosts file, then DNS by c-ares.
 *
 * Not `dns.lookup`: getaddrinfo blocks one of libuv's four threads for as long as the slowest name server likes, so a few names of one
 * tenant would hold up every tenant's (and every file and crypto job). c-ares waits on sockets, hundreds at once, and can be cancelled.
 * What it does not do: search domains (write `name.namespace.svc.cluster.local`), mDNS, and other sources of nsswitch.conf.
 */
export function createSystemResolver({ hostsFile, servers }: SystemResolverOptions = {}): SystemResolver {
  const hosts = new HostsFile(hostsFile ?? SYSTEM_HOSTS_FILE)
  const pulse = new Pulse(() => answersForItself(servers))
  return {
    pulse,
    resolve: async (hostname, signal) => {
      const local = await hosts.addressesOf(hostname)
      return local.length > 0 ? local : askDns(hostname, signal, { servers, pulse })
    },
  }
}

async function askDns(
  hostname: string,
  signal: AbortSignal,
  { servers, pulse }: { servers: readonly string[] | undefined; pulse: Pulse },
): Promise<readonly ResolvedAddress[]> {
  signal.throwIfAborted()
  const resolver = resolverOf(servers)
  const cancel = () => resolver.cancel()
  signal.addEventListener('abort', cancel, { once: true })

  let graceTimer: NodeJS.Timeout | undefined
  const ask = async (question: Promise<string[]>, family: 4 | 6): Promise<ResolvedAddress[]> => {
    const isAnswered = await answers(question)
    if (isAnswered && !NEVER_ASKED.test(hostname)) pulse.felt()
    const found = await question
    if (found.length > 0) graceTimer ??= setTimeout(cancel, OTHER_FAMILY_MS)
    return found.map((address) => ({ address, family }))
  }
  try {
    const families = await Promise.allSettled([
      ask(resolver.resolve4(hostname), 4),
      ask(resolver.resolve6(hostname), 6),
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

/** Asks for the root zone's name servers (RFC 8109): every resolver knows them, and no tenant's servers are involved. */
async function answersForItself(servers: readonly string[] | undefined): Promise<boolean> {
  let timer: NodeJS.Timeout | undefined
  try {
    const resolver = resolverOf(servers)
    timer = setTimeout(() => resolver.cancel(), PULSE_MS)
    return await answers(resolver.resolveNs('.'))
  } catch {
    return false // no resolver could be made: the lookups fail with the cause
  } finally {
    clearTimeout(timer)
  }
}

/** One for each look-up: cancel() ends all of a resolver's questions, and a new one reads resolv.conf as it is now. */
function resolverOf(servers: readonly string[] | undefined): Resolver {
  const resolver = new Resolver({ timeout: TRY_TIMEOUT_MS, tries: TRIES })
  if (servers !== undefined) resolver.setServers(servers)
  return resolver
}

/** Whether a name server says anything to a question, be it that there is nothing to say. */
function answers(question: Promise<unknown>): Promise<boolean> {
  return question.then(
    () => true,
    (error: unknown) => ANSWERS.has(codeOf(error) ?? ''),
  )
}
