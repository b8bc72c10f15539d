import type { Socket } from 'node:net'
import type { buildConnector, Dispatcher } from 'undici'
import { Client } from 'undici'
import { ResponseTooLargeError } from './egress-errors.ts'
import type { ConnectionUse } from './exchange.ts'
import { Exchange } from './exchange.ts'

export type CountingClientOptions = Client.Options & { connect: buildConnector.connector }

/**
 * What one response may take on the wire, several times what is read of any. Without it, bytes that are no content (informational
 * responses, chunk extensions, empty lines) would keep a processor busy at the line's full rate until the deadline.
 */
const WIRE_BYTES_MAX = 1024 * 1024

/**
 * undici's client of one connection, which also tells each exchange whether that connection has carried requests before. undici does not
 * tell; a client has one connection at a time, so counting from each new one is exact.
 */
export class CountingClient extends Client {
  readonly #connection: ConnectionUse

  constructor(origin: string | URL, options: CountingClientOptions) {
    const connection: ConnectionUse = { requests: 0, bytesReadBefore: 0, socket: undefined }
    super(origin, {
      ...options,
      connect: (target, callback) =>
        options.connect(target, (...result) => {
          const [error, socket] = result
          connection.requests = 0
          connection.socket = socket ?? undefined
          if (error === null) limitBytes(socket, connection)
          callback(...result)
        }),
    })
    this.#connection = connection
  }

  override dispatch(options: Dispatcher.DispatchOptions, handler: Dispatcher.DispatchHandler): boolean {
    if (!(handler instanceof Exchange)) return super.dispatch(options, handler)
    handler.rideOn(this.#connection)
    const ready = super.dispatch(options, handler)
    // A request refused for its form (a header that cannot be sent) also answers "not ready", and the pool would then wait for ever for
    // this client, which was never busy, to become ready.
    return ready || handler.settled
  }
}

/** Looks before undici reads, each time there is something to read. */
function limitBytes(socket: Socket, connection: ConnectionUse): void {
  socket.on('readable', () => {
    if (socket.bytesRead - connection.bytesReadBefore <= WIRE_BYTES_MAX) return
    socket.destroy(new ResponseTooLargeError(`more than ${WIRE_BYTES_MAX} bytes for one response`))
  })
}
