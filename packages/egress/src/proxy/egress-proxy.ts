import type { Socket } from 'node:net'
import { isIP } from 'node:net'
import type { Dialler } from '../connection/dialler.ts'
import {
  DeadlineError,
  EgressClosedError,
  EgressUnavailableError,
  UnreachableByProxyError,
} from '../egress-errors.ts'
import type { NameLookup, ResolvedAddress } from '../lookup/name-lookup.ts'
import { untilAborted } from '../until-aborted.ts'
import { askProxy, type ProxyAnswer } from './ask-proxy.ts'
import type { ProxyAddress } from './proxy-address.ts'
import { refusalOf } from './proxy-refusal.ts'
import { Pulse } from './pulse.ts'

export interface EgressProxyOptions {
  address: ProxyAddress
  /** For the proxy's own name: not shared with destinations, whose slow names must not stand in its way. */
  names: Pick<NameLookup, 'begin'>
  dialler: Dialler
}

/** Who looks up the proxy's name: no tenant, and there is only this name to look up. */
const NO_TENANT = ''

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
  readonly #pulse = new Pulse(() => this.#answersForItself())
  readonly #closing = new AbortController()

  constructor(options: EgressProxyOptions) {
    this.#options = options
  }

  /**
   * A connection to a destination, without its TLS.
   *
   * @param authority host and port, the port always written
   * @param signal ends the wait
   * @throws EgressUnavailableError, UnreachableByProxyError, BlockedDestinationError, or the signal's reason, unless that is a deadline that
   *   passed because the proxy is silent
   */
  async open(authority: string, signal: AbortSignal): Promise<Socket> {
    const startedAtMs = performance.now()
    const doubt = setTimeout(() => this.#pulse.feel(startedAtMs), DOUBT_AFTER_MS)
    try {
      const connection = await this.#dial(signal)
      const answer = await this.#askFor(authority, connection, signal)
      if (answer === undefined) throw this.#silence(startedAtMs)
      this.#pulse.felt()
      const refusal = refusalOf(answer)
      if (refusal === undefined) return connection
      connection.destroy()
      throw refusal
    } catch (error) {
      throw this.#blame(error, { signal, startedAtMs })
    } finally {
      clearTimeout(doubt)
    }
  }

  /** Ends what it asks the proxy about itself. */
  close(): void {
    this.#closing.abort(new EgressClosedError('closed while asking the egress proxy'))
  }

  /** A deadline that passes while the proxy answers nobody is not the destination's. */
  #blame(error: unknown, { signal, startedAtMs }: { signal: AbortSignal; startedAtMs: number }): unknown {
    if (!signal.aborted || !(signal.reason instanceof DeadlineError))
      return signal.aborted ? signal.reason : error
    if (this.#pulse.feltSince(startedAtMs)) return signal.reason
    return new EgressUnavailableError('proxy', 'waiting for the egress proxy', { cause: signal.reason })
  }

  async #dial(signal: AbortSignal): Promise<Socket> {
    const { address, dialler } = this.#options
    const { protocol, host, hostname, port } = address
    try {
      const answers = await this.#addresses(hostname, signal)
      return await dialler.dial({ protocol, host, hostname, port }, { answers, signal })
    } catch (cause) {
      throw new EgressUnavailableError('proxy', 'connecting to the egress proxy', { cause })
    }
  }

  async #addresses(hostname: string, signal: AbortSignal): Promise<readonly ResolvedAddress[]> {
    if (isIP(hostname) !== 0) return []
    const lookup = await this.#options.names.begin(hostname, NO_TENANT, signal)
    return untilAborted(lookup.answers, signal)
  }

  async #askFor(
    authority: string,
    connection: Socket,
    signal: AbortSignal,
  ): Promise<ProxyAnswer | undefined> {
    const { address, dialler } = this.#options
    const credentials =
      address.authorization === undefined ? {} : { 'proxy-authorization': address.authorization }
    try {
      return await askProxy(connection, {
        method: 'CONNECT',
        path: authority,
        headers: { host: authority, ...credentials },
        timeoutMs: dialler.connectTimeoutMs,
        signal,
      })
    } catch (cause) {
      throw new EgressUnavailableError('proxy', 'asking the egress proxy', { cause })
    }
  }

  #silence(sinceMs: number): Error {
    return this.#pulse.feltSince(sinceMs)
      ? new UnreachableByProxyError('timeout', 'the egress proxy did not get through in time')
      : new EgressUnavailableError('proxy', 'the egress proxy does not answer')
  }

  async #answersForItself(): Promise<boolean> {
    const { address, dialler } = this.#options
    const { connectTimeoutMs: timeoutMs } = dialler
    const { signal } = this.#closing
    try {
      const headers = { host: address.host }
      const question = { method: 'OPTIONS', path: '*', headers, timeoutMs, signal } as const
      return (await askProxy(await this.#dial(signal), question)) !== undefined
    } catch {
      return false // which is the answer; those who wait learn the cause from their own connection
    }
  }
}
