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
      /** The connection had carried a request before, and not one byte of a response came: most likely it was already closed. */
      onStaleConnection: boolean
    }

/** A connection, as far as an exchange cares. */
export interface ExchangeConnection {
  /** Requests that it has carried so far. */
  readonly requests: number
  /** Whether any byte has come since the last request was sent. */
  readonly responseHasBegun: boolean
  /** A request is being written. */
  requestStarts(): void
  destroy(reason: Error): Promise<void>
}

interface ResponseHead {
  statusCode: number
  headers: Record<string, string | string[]>
}

/**
 * One request and its response, as undici's handler. Once the head of the response is there, it decides: a body that is slow, endless or
 * cut off only makes `bodyTruncated`.
 */
export class Exchange implements Dispatcher.DispatchHandler {
  /** Settles once, never rejects. */
  readonly outcome: Promise<ExchangeOutcome>
  /** Settles when undici has let go of the request: with the outcome, or after it, when the exchange was cut. Never rejects. */
  readonly released: Promise<void>
  readonly #settle: (outcome: ExchangeOutcome) => void
  readonly #release: () => void
  #settled = false
  readonly #connection: ExchangeConnection
  readonly #reusesConnection: boolean
  #controller: Dispatcher.DispatchController | undefined
  #head: ResponseHead | undefined
  #body = new ResponseBody(undefined)

  constructor(connection: ExchangeConnection) {
    this.#connection = connection
    this.#reusesConnection = connection.requests > 0
    const outcome = Promise.withResolvers<ExchangeOutcome>()
    this.outcome = outcome.promise
    this.#settle = outcome.resolve
    const released = Promise.withResolvers<void>()
    this.released = released.promise
    this.#release = released.resolve
  }

  /** Stops waiting, in whatever state, and destroys the connection. */
  cut(reason: Error): void {
    this.#finish(reason)
    if (this.#controller === undefined) void this.#connection.destroy(reason)
    else this.#controller.abort(reason)
  }

  onRequestStart(controller: Dispatcher.DispatchController): void {
    this.#controller = controller
    this.#connection.requestStarts()
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
        onStaleConnection: this.#reusesConnection && !this.#responseHasBegun(),
      }
    }
    const bodyTruncated = error !== undefined || this.#body.overflowed
    return { kind: 'response', ...this.#head, body: this.#body.kept(), bodyTruncated }
  }

  #responseHasBegun(): boolean {
    return this.#controller !== undefined && this.#connection.responseHasBegun
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
