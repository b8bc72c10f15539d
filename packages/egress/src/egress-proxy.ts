import type { Socket } from 'node:net'
import { isIP } from 'node:net'
import { askProxy, type ProxyAnswer } from './ask-proxy.ts'
import type { Dialler } from './dialler.ts'
import { EgressUnavailableError, UnreachableByProxyError } from './egress-errors.ts'
import type { NameLookup, ResolvedAddress } from './name-lookup.ts'
import type { ProxyAddress } from './proxy-address.ts'
import { ProxyPulse } from './proxy-pulse.ts'
import { refusalOf } from './proxy-refusal.ts'

export interface EgressProxyOptions {
  address: ProxyAddress
  /** For the proxy's own name: not shared with destinations, whose slow names must not stand in its way. */
  names: Pick<NameLookup, 'addressesOf'>
  dialler: Dialler
}

/** An answer that takes longer raises the question whether the proxy lives. Half of the shortest time that an endpoint may have. */
const DOUBT_AFTER_MS = 500

/**
 * Opens tunnels through the operator's HTTP proxy, with CONNECT, for https and http destinations alike: so it never reads a request, and
 * whatever comes through the tunnel is the destination's. The proxy's address is configured and not judged.
 *
 * A CONNECT that is not answered says nothing by itself: the proxy may hang, or wait for a destination that does. So it is asked about
 * itself (`OPTIONS *`, made for that: RFC 9110, 9.3.7), once for all who wait. If it answered anybody since the wait began, the
 * destination is to blame; otherwise the proxy, which costs no endpoint an attempt.
 */
export class EgressProxy {
  readonly #options: EgressProxyOptions
  readonly #pulse = new ProxyPulse(() => this.#answersForItself())
  /** How many wait for a tunnel to an origin. */
  readonly #waiting = new Map<string, number>()

  constructor(options: EgressProxyOptions) {
    this.#options = options
  }

  /**
   * A connection to the origin, without its TLS.
   *
   * @throws EgressUnavailableError, UnreachableByProxyError, BlockedDestinationError
   */
  async open(origin: string): Promise<Socket> {
    const startedAtMs = performance.now()
    const doubt = setTimeout(() => this.#pulse.feel(startedAtMs), DOUBT_AFTER_MS)
    this.#waiting.set(origin, (this.#waiting.get(origin) ?? 0) + 1)
    try {
      const connection = await this.#ours('connecting to the egress proxy', () => this.#dial())
      const answer = await this.#ours('asking the egress proxy', () => this.#askFor(origin, connection))
      if (answer === undefined) throw this.#silence(startedAtMs)
      this.#pulse.felt()
      const refusal = refusalOf(answer)
      if (refusal === undefined) return connection
      connection.destroy()
      throw refusal
    } finally {
      clearTimeout(doubt)
      this.#leave(origin)
    }
  }

  /** Whether someone waits for a tunnel to this origin, and the proxy has answered nobody since then. */
  isToBlame(origin: string, sinceMs: number): boolean {
    return this.#waiting.has(origin) && !this.#pulse.feltSince(sinceMs)
  }

  async #ours<T>(doing: string, work: () => Promise<T>): Promise<T> {
    try {
      return await work()
    } catch (cause) {
      throw new EgressUnavailableError(doing, { cause })
    }
  }

  async #dial(): Promise<Socket> {
    const { address, dialler } = this.#options
    const { protocol, host, hostname, port } = address
    return dialler.dial({ protocol, host, hostname, port }, await this.#addresses(hostname))
  }

  async #addresses(hostname: string): Promise<readonly ResolvedAddress[]> {
    return isIP(hostname) === 0 ? this.#options.names.addressesOf(hostname) : []
  }

  #askFor(origin: string, connection: Socket): Promise<ProxyAnswer | undefined> {
    const { address, dialler } = this.#options
    const path = authorityOf(origin)
    const credentials =
      address.authorization === undefined ? {} : { 'proxy-authorization': address.authorization }
    return askProxy(connection, {
      method: 'CONNECT',
      path,
      headers: { host: path, ...credentials },
      timeoutMs: dialler.connectTimeoutMs,
      signal: dialler.closing,
    })
  }

  #silence(sinceMs: number): Error {
    return this.#pulse.feltSince(sinceMs)
      ? new UnreachableByProxyError('timeout', 'the egress proxy did not get through in time')
      : new EgressUnavailableError('the egress proxy does not answer')
  }

  async #answersForItself(): Promise<boolean> {
    const { address, dialler } = this.#options
    const { connectTimeoutMs: timeoutMs, closing: signal } = dialler
    try {
      const headers = { host: address.host }
      const question = { method: 'OPTIONS', path: '*', headers, timeoutMs, signal } as const
      return (await askProxy(await this.#dial(), question)) !== undefined
    } catch {
      return false // which is the answer; those who wait learn the cause from their own connection
    }
  }

  #leave(origin: string): void {
    const left = (this.#waiting.get(origin) ?? 0) - 1
    if (left > 0) this.#waiting.set(origin, left)
    else this.#waiting.delete(origin)
  }
}

/** Host and port, the port always written. */
function authorityOf(origin: string): string {
  const { protocol, host, port } = new URL(origin)
  if (port !== '') return host
  return `${host}:${protocol === 'https:' ? 443 : 80}`
}
