import type { Socket } from 'node:net'
import { isIP } from 'node:net'
import type { Dialler } from '../connection/dialler.ts'
import {
  DeadlineError,
  EgressClosedError,
  EgressUnavailableError,
  UnreachableByProxyError,
} from '../egress-errors.ts'
import type { NameLookup } from '../lookup/name-lookup.ts'
import type { ResolvedAddress } from '../lookup/resolved-address.ts'
import { untilAborted } from '../until-aborted.ts'
import { Liveness } from './liveness.ts'
import type { ProxyAddress } from './proxy-address.ts'
import { refusalOf } from './proxy-refusal.ts'
import { type ProxyResponse, sendProxyRequest } from './proxy-request.ts'

export interface EgressProxyOptions {
  address: ProxyAddress
  /** For the proxy's own name. Not shared with destinations, whose slow names must not delay it. */
  names: Pick<NameLookup, 'begin'>
  dialler: Dialler
}

/** The lookup of the proxy's name belongs to no tenant. */
const NO_TENANT = ''

/** After this time without a response the proxy is probed. Half of the shortest timeout of an endpoint. */
const PROBE_AFTER_MS = 500

/**
 * Opens tunnels through the operator's HTTP proxy with CONNECT, for https and http destinations. The proxy never reads a
 * request, and all data from the tunnel comes from the destination. The proxy's configured address is always allowed.
 *
 * Without a response to CONNECT, either the proxy or the destination may be down. So the proxy is probed (`OPTIONS *`, RFC
 * 9110, 9.3.7), once for all waiting requests. If the proxy has sent any response since the wait began, the destination has
 * failed; otherwise the proxy is unavailable, and no attempt is counted.
 */
export class EgressProxy {
  readonly #options: EgressProxyOptions
  readonly #liveness = new Liveness(() => this.#respondsToProbe())
  readonly #closing = new AbortController()

  constructor(options: EgressProxyOptions) {
    this.#options = options
  }

  /**
   * A connection to a destination, without its TLS.
   *
   * @param authority host and port, always with the port
   * @param signal ends the wait
   * @throws EgressUnavailableError, UnreachableByProxyError, BlockedDestinationError, or the signal's reason. A deadline that
   *   passes while the proxy does not respond becomes EgressUnavailableError
   */
  async open(authority: string, signal: AbortSignal): Promise<Socket> {
    const startedAtMs = performance.now()
    const probeTimer = setTimeout(() => this.#liveness.check(startedAtMs), PROBE_AFTER_MS)
    try {
      const connection = await this.#dial(signal)
      const response = await this.#requestTunnel(authority, connection, signal)
      if (response === undefined) throw this.#timeoutError(startedAtMs)
      this.#liveness.confirm()
      const refusal = refusalOf(response)
      if (refusal === undefined) return connection
      connection.destroy()
      throw refusal
    } catch (error) {
      throw this.#causeOf(error, { signal, startedAtMs })
    } finally {
      clearTimeout(probeTimer)
    }
  }

  /** Ends a probe in flight. */
  close(): void {
    this.#closing.abort(new EgressClosedError('closed while probing the egress proxy'))
  }

  /** A deadline that passes while the proxy responds to no request is not a failure of the destination. */
  #causeOf(error: unknown, { signal, startedAtMs }: { signal: AbortSignal; startedAtMs: number }): unknown {
    if (!signal.aborted || !(signal.reason instanceof DeadlineError))
      return signal.aborted ? signal.reason : error
    if (this.#liveness.confirmedSince(startedAtMs)) return signal.reason
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

  async #requestTunnel(
    authority: string,
    connection: Socket,
    signal: AbortSignal,
  ): Promise<ProxyResponse | undefined> {
    const { address, dialler } = this.#options
    const credentials =
      address.authorization === undefined ? {} : { 'proxy-authorization': address.authorization }
    try {
      return await sendProxyRequest(connection, {
        method: 'CONNECT',
        path: authority,
        headers: { host: authority, ...credentials },
        timeoutMs: dialler.connectTimeoutMs,
        signal,
      })
    } catch (cause) {
      throw new EgressUnavailableError('proxy', 'requesting a tunnel from the egress proxy', { cause })
    }
  }

  #timeoutError(sinceMs: number): Error {
    return this.#liveness.confirmedSince(sinceMs)
      ? new UnreachableByProxyError('timeout', 'the egress proxy did not reach the destination in time')
      : new EgressUnavailableError('proxy', 'the egress proxy does not respond')
  }

  async #respondsToProbe(): Promise<boolean> {
    const { address, dialler } = this.#options
    const { connectTimeoutMs: timeoutMs } = dialler
    const { signal } = this.#closing
    try {
      const headers = { host: address.host }
      const probe = { method: 'OPTIONS', path: '*', headers, timeoutMs, signal } as const
      return (await sendProxyRequest(await this.#dial(signal), probe)) !== undefined
    } catch {
      return false // waiting requests get the cause from their own connections
    }
  }
}
