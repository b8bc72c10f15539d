import type { LookupFunction, Socket } from 'node:net'
import type { SecureContext } from 'node:tls'
import { buildConnector } from 'undici'
import type { ResolvedAddress } from '../lookup/resolved-address.ts'

export interface DiallerOptions {
  /** TCP and TLS together. */
  connectTimeoutMs: number
  secureContext: SecureContext
}

/** Target of a connection. With `httpSocket`, TLS runs over that connection and nothing is dialled. */
export type DialTarget = buildConnector.Options

interface DialOptions {
  answers: readonly ResolvedAddress[]
  signal: AbortSignal
  onConnected?: () => void
}

/** Node's default gives up an address after 250 ms if there are more, too early for distant receivers. */
const NEXT_ADDRESS_AFTER_MS = 1_000

/** Opens connections, TCP and TLS. The caller has checked the addresses. */
export class Dialler {
  readonly connectTimeoutMs: number
  readonly #secureContext: SecureContext

  constructor({ connectTimeoutMs, secureContext }: DiallerOptions) {
    this.connectTimeoutMs = connectTimeoutMs
    this.#secureContext = secureContext
  }

  /**
   * @param answers the addresses for a name in `target`; no others are dialled
   * @param signal ends the dial
   * @param onConnected called when TCP is connected, before TLS
   * @throws the connection's error, or the signal's reason
   */
  async dial(target: DialTarget, options: DialOptions): Promise<Socket> {
    options.signal.throwIfAborted()
    return stillOpen(await this.#connect(target, options))
  }

  #connect(target: DialTarget, { answers, signal, onConnected }: DialOptions): Promise<Socket> {
    // One connector for each dial, because its lookup returns this dial's answers. TLS sessions are deliberately not resumed:
    // keep-alive already saves handshakes, and Node skips checkServerIdentity for a resumed session, so a moved name or a
    // replaced certificate would not be noticed.
    const connect = buildConnector({
      allowH2: false,
      maxCachedSessions: 0,
      timeout: this.connectTimeoutMs,
      autoSelectFamily: true,
      autoSelectFamilyAttemptTimeout: NEXT_ADDRESS_AFTER_MS,
      lookup: lookupOf(answers),
      secureContext: this.#secureContext,
      // Overrides NODE_TLS_REJECT_UNAUTHORIZED.
      rejectUnauthorized: true,
    }) as (...args: Parameters<buildConnector.connector>) => Socket // its type says void

    return new Promise((resolve, reject) => {
      const stop = () => socket.destroy(signal.reason)
      const socket = connect(target, (error, connected) => {
        signal.removeEventListener('abort', stop)
        if (error === null) resolve(connected)
        else reject(error)
      })
      signal.addEventListener('abort', stop)
      if (onConnected !== undefined) socket.once('connect', onConnected)
    })
  }
}

/**
 * Returns the socket, unless it has closed.
 *
 * @throws the error that closed it
 */
export function stillOpen(socket: Socket): Socket {
  if (!socket.destroyed) return socket
  const closed = new Error('the connection closed immediately after it was opened')
  throw socket.errored ?? Object.assign(closed, { code: 'ECONNRESET' })
}

/** Node calls it with `all: true` if it may try several addresses, otherwise for a single address. */
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
