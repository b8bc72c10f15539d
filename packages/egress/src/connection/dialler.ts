import type { LookupFunction, Socket } from 'node:net'
import type { SecureContext } from 'node:tls'
import { buildConnector } from 'undici'
import type { ResolvedAddress } from '../lookup/name-lookup.ts'

export interface DiallerOptions {
  /** TCP and TLS together. */
  connectTimeoutMs: number
  secureContext: SecureContext
}

/** What to connect to. With `httpSocket`, TLS is spoken over that connection and nothing is dialled. */
export type DialTarget = buildConnector.Options

/** Node gives up an address after 250 ms when there are more, which refuses receivers on the other side of the world. */
const NEXT_ADDRESS_AFTER_MS = 1_000

/** Opens connections, TCP and TLS, to addresses that someone else has judged. */
export class Dialler {
  readonly connectTimeoutMs: number
  readonly #secureContext: SecureContext

  constructor({ connectTimeoutMs, secureContext }: DiallerOptions) {
    this.connectTimeoutMs = connectTimeoutMs
    this.#secureContext = secureContext
  }

  /**
   * @param answers the only addresses that a name in `target` stands for
   * @param signal ends the dial
   * @throws what the connection failed with, or the signal's reason
   */
  async dial(
    target: DialTarget,
    { answers, signal }: { answers: readonly ResolvedAddress[]; signal: AbortSignal },
  ): Promise<Socket> {
    signal.throwIfAborted()
    return stillOpen(await this.#connect(target, answers, signal))
  }

  #connect(target: DialTarget, answers: readonly ResolvedAddress[], signal: AbortSignal): Promise<Socket> {
    // One connector for each dial, because its lookup hands out this dial's answers. TLS sessions are not resumed, on purpose: kept
    // connections save busy receivers the handshake, and a resumed session is one whose certificate nobody looks at again (Node leaves
    // out checkServerIdentity), so that a receiver's name could move, or its certificate be replaced, unseen.
    const connect = buildConnector({
      allowH2: false,
      maxCachedSessions: 0,
      timeout: this.connectTimeoutMs,
      autoSelectFamily: true,
      autoSelectFamilyAttemptTimeout: NEXT_ADDRESS_AFTER_MS,
      lookup: lookupOf(answers),
      secureContext: this.#secureContext,
      // The default, unless NODE_TLS_REJECT_UNAUTHORIZED says otherwise: here nothing does.
      rejectUnauthorized: true,
    }) as (...args: Parameters<buildConnector.connector>) => Socket // it returns the socket, its type says void

    return new Promise((resolve, reject) => {
      const stop = () => socket.destroy(signal.reason)
      const socket = connect(target, (error, connected) => {
        signal.removeEventListener('abort', stop)
        if (error === null) resolve(connected)
        else reject(error)
      })
      signal.addEventListener('abort', stop)
    })
  }
}

/**
 * Gives the socket back, unless it has just ended.
 *
 * @throws what ended it
 */
export function stillOpen(socket: Socket): Socket {
  if (!socket.destroyed) return socket
  const endedAtOnce = new Error('the connection ended as soon as it was there')
  throw socket.errored ?? Object.assign(endedAtOnce, { code: 'ECONNRESET' })
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
