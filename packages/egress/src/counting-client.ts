import type { buildConnector, Dispatcher } from 'undici'
import { Client } from 'undici'
import type { ConnectionUse } from './exchange.ts'
import { Exchange } from './exchange.ts'

export type CountingClientOptions = Client.Options & { connect: buildConnector.connector }

/**
 * undici's client of one connection, which also tells each exchange whether that connection has carried requests before. undici does not
 * tell; a client has one connection at a time, so counting from each new one is exact.
 */
export class CountingClient extends Client {
  readonly #connection: ConnectionUse

  constructor(origin: string | URL, options: CountingClientOptions) {
    const connection: ConnectionUse = { requests: 0 }
    super(origin, {
      ...options,
      connect: (target, callback) =>
        options.connect(target, (...result) => {
          connection.requests = 0
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
