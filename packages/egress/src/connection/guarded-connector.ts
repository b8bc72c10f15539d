import type { Socket } from 'node:net'
import { isIP } from 'node:net'
import { type AddressRanges, classifyAddress } from '@posthorn/webhook'
import { BlockedDestinationError, NameResolutionError } from '../egress-errors.ts'
import type { AttemptClock } from '../exchange/attempt-clock.ts'
import { authorityOf, type RequestTarget } from '../exchange/request-target.ts'
import type { NameLookup, ResolvedAddress } from '../lookup/name-lookup.ts'
import { answersInTime } from '../lookup/resolver-silence.ts'
import type { EgressProxy } from '../proxy/egress-proxy.ts'
import { type Dialler, stillOpen } from './dialler.ts'

export interface GuardedConnectorOptions {
  ranges: AddressRanges
  names: Pick<NameLookup, 'begin'>
  dialler: Dialler
  /** Every connection goes through it, if there is one. */
  proxy: EgressProxy | undefined
}

/** For whom a connection is opened: a tenant, with the clock of its attempt, which is kept from running while it waits. */
export interface Caller {
  tenantId: string
  clock: AttemptClock
}

/**
 * The guard: the only way from here to a socket. It judges the address that is dialled, at
 * every dial. An address written in the URL never reaches `lookup`, so it is judged first; a name is refused if *any* of its
 * addresses is forbidden, and the socket dials the judged answers, so check and use cannot differ (DNS rebinding).
 *
 * Through a proxy, the proxy looks names up, once more, and must refuse forbidden addresses itself. What can be judged here still is:
 * addresses in URLs, and names, as far as we find addresses for them. A worker need not have a DNS that knows the world, so a name that we
 * cannot find, or not soon, is left to the proxy.
 */
export class GuardedConnector {
  readonly #options: GuardedConnectorOptions

  constructor(options: GuardedConnectorOptions) {
    this.#options = options
  }

  /**
   * A connection to the target, with its TLS. The caller's clock runs when this returns or throws.
   *
   * @throws the reason of the clock's signal, BlockedDestinationError, NameResolutionError, EgressUnavailableError, or what the
   *   connection failed with
   */
  async open(target: RequestTarget, caller: Caller): Promise<Socket> {
    assertName(target.hostname, caller.clock)
    const { proxy } = this.#options
    return proxy === undefined ? this.#direct(target, caller) : this.#through(proxy, target, caller)
  }

  /** Ends what was begun for no caller. */
  close(): void {
    this.#options.proxy?.close()
  }

  async #direct(target: RequestTarget, caller: Caller): Promise<Socket> {
    const answers = await this.#judgedAnswers(target.hostname, caller)
    return this.#options.dialler.dial(dialTarget(target), { answers, signal: caller.clock.signal })
  }

  async #through(proxy: EgressProxy, target: RequestTarget, caller: Caller): Promise<Socket> {
    const { signal } = caller.clock
    await this.#judgeIfFound(target.hostname, caller)
    const tunnel = stillOpen(await proxy.open(authorityOf(target), signal))
    if (target.protocol !== 'https:') return tunnel
    return this.#options.dialler.dial({ ...dialTarget(target), httpSocket: tunnel }, { answers: [], signal })
  }

  async #judgeIfFound(hostname: string, caller: Caller): Promise<void> {
    try {
      await this.#judgedAnswers(hostname, caller)
    } catch (error) {
      if (error instanceof BlockedDestinationError || caller.clock.signal.aborted) throw error
    }
  }

  async #judgedAnswers(hostname: string, caller: Caller): Promise<readonly ResolvedAddress[]> {
    const answers = await this.#answers(hostname, caller)
    for (const { address } of answers) {
      const verdict = classifyAddress(address, this.#options.ranges)
      if (!verdict.allowed) throw new BlockedDestinationError(`${hostname}: ${verdict.reason}`)
    }
    return answers
  }

  async #answers(hostname: string, { tenantId, clock }: Caller): Promise<readonly ResolvedAddress[]> {
    const family = isIP(hostname)
    if (family === 4 || family === 6) {
      clock.run()
      return [{ address: hostname, family }]
    }
    clock.wait()
    const lookup = await this.#options.names.begin(hostname, tenantId, clock.signal)
    clock.run()
    return answersInTime(lookup, clock.signal)
  }
}

/** An empty label names nothing (RFC 1035, 3.1), and not every resolver, or proxy, says so. */
function assertName(hostname: string, clock: AttemptClock): void {
  if (!hostname.split('.').includes('')) return
  clock.run()
  throw new NameResolutionError(`${hostname} has an empty label`)
}

function dialTarget({ protocol, hostname, port }: RequestTarget) {
  // An address has no server name (RFC 6066, 3), and undici makes it of what is given as `host`.
  const servername = isIP(hostname) === 0 ? { servername: hostname } : {}
  return { protocol, host: hostname, hostname, port, ...servername }
}
