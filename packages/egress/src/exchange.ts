import type { Socket } from 'node:net'
import type { Dispatcher } from 'undici'
import { ResponseBody } from './response-body.ts'

export type ExchangeOutcome =
  | {
      kind: 'response'
      statusCode: number
      headers: Record<string, string | string[]>
      body: Buffer
      bodyTruncated: boolean
    }
  | {
      kind: 'failed'
      error: Error
      /** A connection was there, and undici began to write. */
      sent: boolean
      /** The connection had carried a request before, and not one byte of a response came: most likely it was already closed. */
      onStaleConnection: boolean
    }

/** A connection, as far as an exchange cares. */
export interface ConnectionUse {
  /** Requests that this connection has carried so far. */
  requests: number
  /** What it had brought before the request that it carries now. */
  bytesReadBefore: number
  socket: Pick<Socket, 'bytesRead'> | undefined
}

interface ResponseHead {
  statusCode: number
  headers: Record<string, string | string[]>
}

/**
 * One request and its response, as undici's handler. Once the head of the response is there, it decides: a body that is slow, endless or
 * cut off only makes `bodyTruncated`. Not `undici.request`, because that one cannot be given up while it waits for a connection.
 */
export class Exchange implements Dispatcher.DispatchHandler {
  /** Settles once, never rejects. */
  readonly outcome: Promise<ExchangeOutcome>
  /** Settles when undici has let go of the request: after the outcome, when the exchange was cut while it waited. Never rejects. */
  readonly released: Promise<void>
  readonly #settle: (outcome: ExchangeOutcome) => void
  readonly #release: () => void
  #settled = false
  #connection: ConnectionUse = { requests: 0, bytesReadBefore: 0, socket: undefined }
  #reusedConnection = false
  #responseStarted = false
  #controller: Dispatcher.DispatchController | undefined
  #head: ResponseHead | undefined
  #body = new ResponseBody(undefined)

  constructor() {
    const outcome = Promise.withResolvers<ExchangeOutcome>()
    this.outcome = outcome.promise
    this.#settle = outcome.resolve
    const released = Promise.withResolvers<void>()
    this.released = released.promise
    this.#release = released.resolve
  }

  /** Whether there is an outcome. */
  get settled(): boolean {
    return this.#settled
  }

  /** Told by the client that will send this request. */
  rideOn(connection: ConnectionUse): void {
    this.#connection = connection
  }

  /** Stops waiting, in whatever state, and destroys the connection if there is one. */
  cut(reason: Error): void {
    this.#finish(reason)
    this.#controller?.abort(reason)
  }

  onRequestStart(controller: Dispatcher.DispatchController): void {
    // Given up while waiting for a connection. Throwing drops the request unsent; abort() would destroy a good connection.
    if (this.#settled) throw new Error('the exchange was given up')
    this.#controller = controller
    this.#reusedConnection = this.#connection.requests > 0
    this.#connection.requests += 1
    this.#connection.bytesReadBefore = this.#connection.socket?.bytesRead ?? 0
  }

  onResponseStarted(): void {
    this.#responseStarted = true
  }

  onResponseStart(
    _controller: Dispatcher.DispatchController,
    statusCode: number,
    headers: Record<string, string | string[] | undefined>,
  ): void {
    if (statusCode < 200) return
    this.#head = { statusCode, headers: definedHeaders(headers) }
    this.#body = new ResponseBody(headers['content-length'])
  }

  onResponseData(controller: Dispatcher.DispatchController, chunk: Buffer): void {
    if (this.#settled || this.#body.add(chunk) === 'read on') return
    const reason = new Error('enough of the body was read')
    this.#finish(reason)
    controller.abort(reason)
  }

  onResponseEnd(): void {
    this.#finish()
    this.#release()
  }

  onResponseError(_controller: Dispatcher.DispatchController, error: Error): void {
    this.#finish(error)
    this.#release()
  }

  /** @param error what ended the exchange before its time */
  #finish(error?: Error): void {
    if (this.#settled) return
    this.#settled = true
    this.#settle(this.#outcomeOf(error))
  }

  #outcomeOf(error: Error | undefined): ExchangeOutcome {
    if (this.#head === undefined) {
      return {
        kind: 'failed',
        error: error ?? new Error('the exchange ended without a response'),
        sent: this.#controller !== undefined,
        onStaleConnection: this.#reusedConnection && !this.#responseStarted,
      }
    }
    const bodyTruncated = error !== undefined || this.#body.overflowed
    return { kind: 'response', ...this.#head, body: this.#body.kept(), bodyTruncated }
  }
}

function definedHeaders(
  headers: Record<string, string | string[] | undefined>,
): Record<string, string | string[]> {
  return Object.fromEntries(Object.entries(headers).filter((entry) => entry[1] !== undefined)) as Record<
    string,
    string | string[]
  >
}
