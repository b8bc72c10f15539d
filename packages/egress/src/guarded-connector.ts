import type { Socket } from 'node:net'
import { isIP } from 'node:net'
import { type AddressRanges, classifyAddress } from '@posthorn/webhook'
import type { buildConnector } from 'undici'
import { type Dialler, stillOpen } from './dialler.ts'
import { BlockedDestinationError } from './egress-errors.ts'
import type { EgressProxy } from './egress-proxy.ts'
import type { NameLookup, ResolvedAddress } from './name-lookup.ts'

export interface GuardedConnectorOptions {
  ranges: AddressRanges
  names: Pick<NameLookup, 'addressesOf'>
  dialler: Dialler
  /** Every connection goes through it, if there is one. */
  proxy: EgressProxy | undefined
}

/**
 * The guard: the only way from here to a socket, given to every undici client as its `connect`. It judges the address that is dialled, at
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

  readonly connect: buildConnector.connector = (target, callback) => {
    void this.#connect(target, callback)
  }

  /** Ends the dials that are under way. */
  close(): void {
    this.#options.dialler.close()
  }

  /** Whether a request to this origin has got nowhere since then because the egress proxy is silent. */
  isProxyToBlame(origin: string, sinceMs: number): boolean {
    return this.#options.proxy?.isToBlame(origin, sinceMs) ?? false
  }

  async #connect(target: buildConnector.Options, callback: buildConnector.Callback): Promise<void> {
    let socket: Socket
    try {
      const { proxy } = this.#options
      socket = proxy === undefined ? await this.#direct(target) : await this.#through(proxy, target)
    } catch (error) {
      callback(error as Error, null)
      return
    }
    callback(null, socket)
  }

  async #direct(target: buildConnector.Options): Promise<Socket> {
    return this.#options.dialler.dial(target, await this.#judgedAnswers(target.hostname))
  }

  async #through(proxy: EgressProxy, target: buildConnector.Options): Promise<Socket> {
    await this.#judgeIfFound(target.hostname)
    const tunnel = stillOpen(await proxy.open(`${target.protocol}//${target.host}`))
    if (target.protocol !== 'https:') return tunnel
    return this.#options.dialler.dial({ ...target, httpSocket: tunnel }, [])
  }

  async #judgeIfFound(hostname: string): Promise<void> {
    try {
      await this.#judgedAnswers(hostname)
    } catch (error) {
      if (error instanceof BlockedDestinationError) throw error
    }
  }

  async #judgedAnswers(hostname: string): Promise<readonly ResolvedAddress[]> {
    const family = isIP(hostname)
    const answers =
      family === 4 || family === 6
        ? [{ address: hostname, family } as const]
        : await this.#options.names.addressesOf(hostname)
    for (const { address } of answers) {
      const verdict = classifyAddress(address, this.#options.ranges)
      if (!verdict.allowed) throw new BlockedDestinationError(`${hostname}: ${verdict.reason}`)
    }
    return answers
  }
}
