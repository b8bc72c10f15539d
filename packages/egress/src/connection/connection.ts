import type { Socket } from 'node:net'
import type { Dispatcher } from 'undici'
import { Client } from 'undici'
import { ResponseTooLargeError } from '../egress-errors.ts'
import { Exchange } from '../exchange/exchange.ts'
import { ResponseHeads, readThrough } from '../exchange/response-heads.ts'

export type ConnectionOptions = Omit<Client.Options, 'connect'> & { maxHeaderSize: number }

/**
 * What one response may take on the wire, several times what is read of any. Without it, bytes that are no content (informational
 * responses, chunk extensions, empty lines) would keep a processor busy at the line's full rate until the deadline.
 */
const WIRE_BYTES_MAX = 1024 * 1024

/**
 * HTTP/1.1 over one socket that is open already, one request at a time. When the socket has ended, so has this: undici, which would dial
 * again, is given no other.
 */
export class Connection {
  readonly origin: string
  readonly #socket: Socket
  readonly #client: Client
  readonly #heads: ResponseHeads
  #requests = 0
  #bytesReadBefore = 0

  constructor(origin: string, socket: Socket, options: ConnectionOptions) {
    this.origin = origin
    this.#socket = socket
    this.#heads = new ResponseHeads(options.maxHeaderSize)
    let isGiven = false
    this.#client = new Client(origin, {
      ...options,
      // Never at once: undici waits for a connection only when this has returned.
      connect: (_target, callback) =>
        queueMicrotask(() => {
          if (isGiven || socket.destroyed) return callback(endOf(socket), null)
          isGiven = true
          callback(null, socket)
        }),
    })
    socket.on('readable', () => this.#limitBytes())
    readThrough(this.#heads, socket)
  }

  /** Whether it can carry another request, as far as we know. */
  get isOpen(): boolean {
    return !this.#socket.destroyed && this.#socket.writable && this.#socket.readable
  }

  /** Requests that it has carried. */
  get requests(): number {
    return this.#requests
  }

  /** Whether any byte has come since the last request was sent. */
  get responseHasBegun(): boolean {
    return this.#heads.hasBegun
  }

  /** Begins a request. It must be the only one. */
  begin(request: Dispatcher.DispatchOptions): Exchange {
    const exchange = new Exchange(this)
    this.#client.dispatch(request, exchange)
    return exchange
  }

  /** A request is being written. */
  requestStarts(): void {
    this.#requests += 1
    this.#bytesReadBefore = this.#socket.bytesRead
    this.#heads.expectResponse()
  }

  /** Calls back when it has ended. */
  onEnd(listener: () => void): void {
    this.#socket.once('close', listener)
  }

  /** Ends it, and the request that it carries. */
  async destroy(reason: Error | null = null): Promise<void> {
    this.#socket.destroy()
    await this.#client.destroy(reason)
  }

  /** Looks before undici reads, each time there is something to read. */
  #limitBytes(): void {
    if (this.#socket.bytesRead - this.#bytesReadBefore <= WIRE_BYTES_MAX) return
    this.#socket.destroy(new ResponseTooLargeError(`more than ${WIRE_BYTES_MAX} bytes for one response`))
  }
}

/** With these codes undici takes a failed connection for one to be made again: at once, without end, and nothing else gets a turn. */
const RECONNECTING_CODES: readonly unknown[] = ['UND_ERR_SOCKET', 'UND_ERR_INFO']

/** Why there is no other connection, as an error with which undici ends the requests that wait for one. */
function endOf({ errored }: Socket): Error {
  if (errored !== null && !('code' in errored && RECONNECTING_CODES.includes(errored.code))) return errored
  return Object.assign(new Error('the connection had ended', { cause: errored }), { code: 'ECONNRESET' })
}
