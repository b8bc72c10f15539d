import type { Socket } from 'node:net'
import type { Dispatcher } from 'undici'
import { Client } from 'undici'
import { ResponseTooLargeError } from '../egress-errors.ts'
import { Exchange, type ExchangeObserver } from '../exchange/exchange.ts'
import { ResponseHeads, readThrough } from '../exchange/response-heads.ts'

export type ConnectionOptions = Omit<Client.Options, 'connect'> & { maxHeaderSize: number }

/**
 * Maximum bytes of one response on the wire, several times what is read of any response. Without it, bytes that are not
 * content (interim responses, chunk extensions, empty lines) could keep the processor busy until the deadline.
 */
const WIRE_BYTES_MAX = 1024 * 1024

/**
 * HTTP/1.1 over one open socket, one request at a time. It ends with its socket: undici would reconnect, but gets no other
 * socket.
 */
export class Connection {
  readonly origin: string
  /** The address of the other side. */
  readonly address: string | undefined
  readonly #socket: Socket
  readonly #client: Client
  readonly #heads: ResponseHeads
  #requests = 0
  #bytesReadBefore = 0

  constructor(origin: string, socket: Socket, options: ConnectionOptions) {
    this.origin = origin
    this.address = socket.remoteAddress
    this.#socket = socket
    this.#heads = new ResponseHeads(options.maxHeaderSize)
    let isGiven = false
    this.#client = new Client(origin, {
      ...options,
      // Never synchronously: undici waits for a connection only after this call returns.
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

  /** Whether the connection seems usable for another request. */
  get isOpen(): boolean {
    return !this.#socket.destroyed && this.#socket.writable && this.#socket.readable
  }

  /** Number of requests so far. */
  get requests(): number {
    return this.#requests
  }

  /** Whether any byte has arrived since the last request was sent. */
  get responseHasBegun(): boolean {
    return this.#heads.hasBegun
  }

  /** Begins a request. No other request may be in flight. */
  begin(request: Dispatcher.DispatchOptions, observer: ExchangeObserver = {}): Exchange {
    const exchange = new Exchange(this, observer)
    this.#client.dispatch(request, exchange)
    return exchange
  }

  /** Called when a request is written. */
  requestStarts(onFirstByte?: () => void): void {
    this.#requests += 1
    this.#bytesReadBefore = this.#socket.bytesRead
    this.#heads.expectResponse(onFirstByte)
  }

  /** Calls the listener when the connection has closed. */
  onEnd(listener: () => void): void {
    this.#socket.once('close', listener)
  }

  /** Closes the connection and ends its request. */
  async destroy(reason: Error | null = null): Promise<void> {
    this.#socket.destroy()
    await this.#client.destroy(reason)
  }

  /** Runs before undici reads from the socket. */
  #limitBytes(): void {
    if (this.#socket.bytesRead - this.#bytesReadBefore <= WIRE_BYTES_MAX) return
    this.#socket.destroy(new ResponseTooLargeError(`more than ${WIRE_BYTES_MAX} bytes for one response`))
  }
}

/** After these codes undici reconnects immediately and endlessly, which blocks the event loop. */
const RECONNECTING_CODES: readonly unknown[] = ['UND_ERR_SOCKET', 'UND_ERR_INFO']

/** The error with which undici ends the requests that wait for another connection. */
function endOf({ errored }: Socket): Error {
  if (errored !== null && !('code' in errored && RECONNECTING_CODES.includes(errored.code))) return errored
  return Object.assign(new Error('the connection has closed', { cause: errored }), { code: 'ECONNRESET' })
}
