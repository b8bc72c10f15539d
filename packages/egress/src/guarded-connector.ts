import type { LookupFunction, Socket } from 'node:net'
import { isIP } from 'node:net'
import type { SecureContext } from 'node:tls'
import { buildConnector } from 'undici'
import { classifyAddress } from './address-policy.ts'
import type { AllowList } from './allow-list.ts'
import { BlockedDestinationError, EgressClosedError } from './egress-errors.ts'
import type { NameLookup, ResolvedAddress } from './name-lookup.ts'

export interface GuardedConnectorOptions {
  allow: AllowList
  names: Pick<NameLookup, 'addressesOf'>
  /** TCP and TLS together, without the name's look-up. */
  connectTimeoutMs: number
  secureContext: SecureContext
}

/** Node gives up an address after 250 ms when there are more, which refuses receivers on the other side of the world. */
const NEXT_ADDRESS_AFTER_MS = 1_000

/**
 * The guard: the only way from here to a socket, given to every undici client as its `connect`. It judges the address that is dialled, at
 * every dial. An address written in the URL never reaches `lookup`, so it is judged first; a name is refused if *any* of its
 * addresses is forbidden, and the socket dials the judged answers, so check and use cannot differ (DNS rebinding).
 */
export class GuardedConnector {
  readonly #options: GuardedConnectorOptions
  readonly #dialling = new Set<Socket>()
  #closed = false

  constructor(options: GuardedConnectorOptions) {
    this.#options = options
  }

  readonly connect: buildConnector.connector = (target, callback) => {
    void this.#connect(target, callback)
  }

  /** Ends the dials that are under way: undici leaves them to their timeout when a client is destroyed. */
  close(): void {
    this.#closed = true
    for (const socket of this.#dialling) socket.destroy(new EgressClosedError('closed while connecting'))
  }

  async #connect(target: buildConnector.Options, callback: buildConnector.Callback): Promise<void> {
    let socket: Socket
    try {
      socket = await this.#open(target)
    } catch (error) {
      callback(error as Error, null)
      return
    }
    callback(null, socket)
  }

  async #open(target: buildConnector.Options): Promise<Socket> {
    const answers = await this.#judgedAnswers(target.hostname)
    if (this.#closed) throw new EgressClosedError('closed before connecting')
    const socket = await this.#dial(target, answers)
    // undici would take a socket that has just ended for one of its own and dial again and again.
    if (socket.destroyed) throw socket.errored ?? endedAtOnce()
    return socket
  }

  async #judgedAnswers(hostname: string): Promise<readonly ResolvedAddress[]> {
    const family = isIP(hostname)
    const answers =
      family === 4 || family === 6
        ? [{ address: hostname, family } as const]
        : await this.#options.names.addressesOf(hostname)
    for (const { address } of answers) {
      const verdict = classifyAddress(address, this.#options.allow)
      if (!verdict.allowed) throw new BlockedDestinationError(`${hostname}: ${verdict.reason}`)
    }
    return answers
  }

  #dial(target: buildConnector.Options, answers: readonly ResolvedAddress[]): Promise<Socket> {
    // One connector for each dial, because its lookup hands out this dial's answers. TLS sessions are therefore not resumed.
    const connect = buildConnector({
      allowH2: false,
      maxCachedSessions: 0,
      timeout: this.#options.connectTimeoutMs,
      autoSelectFamily: true,
      autoSelectFamilyAttemptTimeout: NEXT_ADDRESS_AFTER_MS,
      lookup: lookupOf(answers),
      secureContext: this.#options.secureContext,
      // The default, unless NODE_TLS_REJECT_UNAUTHORIZED says otherwise: here nothing does.
      rejectUnauthorized: true,
    }) as (...args: Parameters<buildConnector.connector>) => Socket // it returns the socket, its type says void

    return new Promise((resolve, reject) => {
      const socket = connect(target, (error, connected) => {
        this.#dialling.delete(socket)
        if (error === null) resolve(connected)
        else reject(error)
      })
      this.#dialling.add(socket)
    })
  }
}

function endedAtOnce(): Error {
  return Object.assign(new Error('the connection ended as soon as it was there'), { code: 'ECONNRESET' })
}

/** Node asks with `all: true` when it may try several addresses, and for a single one otherwise. */
function lookupOf(answers: readonly ResolvedAddress[]): LookupFunction {
  return (_hostname, options, callback) => {
    const usable = answers.filter(({ family }) => fits(family, options.family))
    const [first] = usable
    if (first === undefined)
      return callback(Object.assign(new Error('no address'), { code: 'ENOTFOUND' }), '')
    if (options.all === true) return callback(null, usable)
    return callback(null, first.address, first.family)
  }
}

function fits(family: 4 | 6, wanted: number | 'IPv4' | 'IPv6' | undefined): boolean {
  return wanted === undefined || wanted === 0 || wanted === family || wanted === `IPv${family}`
}
