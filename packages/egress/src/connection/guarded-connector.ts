import type { Socket } from 'node:net'
import { isIP } from 'node:net'
import { type AddressRanges, classifyAddress } from '@posthorn/webhook'
import { BlockedDestinationError, NameResolutionError } from '../egress-errors.ts'
import type { AttemptClock } from '../exchange/attempt-clock.ts'
import { authorityOf, type RequestTarget } from '../exchange/request-target.ts'
import type { NameLookup } from '../lookup/name-lookup.ts'
import type { ResolvedAddress } from '../lookup/resolved-address.ts'
import { answersInTime } from '../lookup/resolver-silence.ts'
import type { EgressProxy } from '../proxy/egress-proxy.ts'
import { type Dialler, stillOpen } from './dialler.ts'

export interface GuardedConnectorOptions {
  ranges: AddressRanges
  names: Pick<NameLookup, 'begin'>
  dialler: Dialler
  /** Used for every connection, if configured. */
  proxy: EgressProxy | undefined
}

/** The tenant of a connection, and the clock of its attempt, which is paused during waits. */
export interface Caller {
  tenantId: string
  clock: AttemptClock
}

/**
 * The SSRF guard: the only code that opens sockets. It checks the address at every dial. An address in the URL never reaches
 * `lookup`, so it is checked first. A name is refused if *any* of its addresses is forbidden, and the socket dials exactly
 * the checked addresses, which prevents DNS rebinding.
 *
 * With a proxy, the proxy looks names up again and must refuse forbidden addresses itself. The guard still checks addresses
 * in URLs, and names that it can look up. A worker may have no DNS for public names, so a name that is not found in time is
 * left to the proxy.
 */
export class GuardedConnector {
  readonly #options: GuardedConnectorOptions

  constructor(options: GuardedConnectorOptions) {
    this.#options = options
  }

  /**
   * Opens a connection to the target, including TLS. The caller's clock runs when this returns or throws.
   *
   * @throws the reason of the clock's signal, BlockedDestinationError, NameResolutionError, EgressUnavailableError, or the
   *   connection's error
   */
  async open(target: RequestTarget, caller: Caller): Promise<Socket> {
    assertName(target.hostname, caller.clock)
    const { proxy } = this.#options
    return proxy === undefined ? this.#direct(target, caller) : this.#through(proxy, target, caller)
  }

  /** Ends probes of the proxy, which belong to no caller. */
  close(): void {
    this.#options.proxy?.close()
  }

  async #direct(target: RequestTarget, caller: Caller): Promise<Socket> {
    const answers = await this.#allowedAddresses(target.hostname, caller)
    const { signal, progress } = caller.clock
    progress.address = answers.map(({ address }) => address).join(', ')
    progress.enter('connect')
    const onConnected = () => {
      progress.leave()
      if (target.protocol === 'https:') progress.enter('tls')
    }
    const socket = await this.#options.dialler.dial(dialTarget(target), { answers, signal, onConnected })
    progress.leave()
    return socket
  }

  async #through(proxy: EgressProxy, target: RequestTarget, caller: Caller): Promise<Socket> {
    const { signal, progress } = caller.clock
    await this.#checkIfFound(target.hostname, caller)
    progress.enter('connect')
    const tunnel = stillOpen(await proxy.open(authorityOf(target), signal))
    progress.leave()
    if (target.protocol !== 'https:') return tunnel
    progress.enter('tls')
    const dialled = { ...dialTarget(target), httpSocket: tunnel }
    const socket = await this.#options.dialler.dial(dialled, { answers: [], signal })
    progress.leave()
    return socket
  }

  async #checkIfFound(hostname: string, caller: Caller): Promise<void> {
    try {
      await this.#allowedAddresses(hostname, caller)
    } catch (error) {
      if (error instanceof BlockedDestinationError || caller.clock.signal.aborted) throw error
    }
  }

  async #allowedAddresses(hostname: string, caller: Caller): Promise<readonly ResolvedAddress[]> {
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
    clock.progress.enter('dns')
    const answers = await answersInTime(lookup, clock.signal)
    clock.progress.leave()
    return answers
  }
}

/** An empty label is invalid (RFC 1035, 3.1), but not every resolver or proxy rejects it. */
function assertName(hostname: string, clock: AttemptClock): void {
  if (!hostname.split('.').includes('')) return
  clock.run()
  throw new NameResolutionError(`${hostname} has an empty label`, { hasNoAddress: true })
}

function dialTarget({ protocol, hostname, port }: RequestTarget) {
  // An address has no server name (RFC 6066, 3); without one, undici would derive it from `host`.
  const servername = isIP(hostname) === 0 ? { servername: hostname } : {}
  return { protocol, host: hostname, hostname, port, ...servername }
}
