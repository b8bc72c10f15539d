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
      /** A reused connection failed before the first byte of a response: it was probably closed already. */
      onStaleConnection: boolean
    }

/** The part of a connection that an exchange needs. */
export interface ExchangeConnection {
  /** Number of requests so far. */
  readonly requests: number
  /** Whether any byte has arrived since the last request was sent. */
  readonly responseHasBegun: boolean
  /**
   * Called when a request is written.
   * @param onFirstByte called when the response begins
   */
  requestStarts(onFirstByte?: () => void): void
  destroy(reason: Error): Promise<void>
}

/** Options of an exchange, and what is called during it. */
export interface ExchangeObserver {
  /** Stored bytes of the body, at most. Default: 16 KiB. */
  responseBytesMax?: number | undefined
  /** The request is being written. */
  onRequest?: () => void
  /** The first byte of the response has arrived. */
  onFirstByte?: () => void
}

interface ResponseHead {
  statusCode: number
  headers: Record<string, string | string[]>
}

/**
 * One request and its response, as undici's handler. The head of the response determines the outcome: a slow, endless or
 * incomplete body only sets `bodyTruncated`.
 */
export class Exchange implements Dispatcher.DispatchHandler {
  /** Settles once, never rejects. */
  readonly outcome: Promise<ExchangeOutcome>
  /** Settles when undici has finished the request: with the outcome, or later if the exchange was aborted. Never rejects. */
  readonly released: Promise<void>
  readonly #settle: (outcome: ExchangeOutcome) => void
  readonly #release: () => void
  #settled = false
  readonly #connection: ExchangeConnection
  readonly #observer: ExchangeObserver
  readonly #reusesConnection: boolean
  #controller: Dispatcher.DispatchController | undefined
  #head: ResponseHead | undefined
  #body = new ResponseBody()

  constructor(connection: ExchangeConnection, observer: ExchangeObserver) {
    this.#connection = connection
    this.#observer = observer
    this.#reusesConnection = connection.requests > 0
    const outcome = Promise.withResolvers<ExchangeOutcome>()
    this.outcome = outcome.promise
    this.#settle = outcome.resolve
    const released = Promise.withResolvers<void>()
    this.released = released.promise
    this.#release = released.resolve
  }

  /** Ends the exchange in any state and destroys the connection. */
  abort(reason: Error): void {
    this.#finish(reason)
    if (this.#controller === undefined) void this.#connection.destroy(reason)
    else this.#controller.abort(reason)
  }

  onRequestStart(controller: Dispatcher.DispatchController): void {
    this.#controller = controller
    this.#observer.onRequest?.()
    this.#connection.requestStarts(this.#observer.onFirstByte)
  }

  onResponseStart(
    _controller: Dispatcher.DispatchController,
    statusCode: number,
    headers: Record<string, string | string[] | undefined>,
  ): void {
    if (statusCode < 200) return
    this.#head = { statusCode, headers: definedHeaders(headers) }
    this.#body = new ResponseBody({
      contentLength: headers['content-length'],
      bytesMax: this.#observer.responseBytesMax,
    })
  }

  onResponseData(controller: Dispatcher.DispatchController, chunk: Buffer): void {
    if (this.#settled || this.#body.add(chunk) === 'read on') return
    const reason = new Error('the rest of the body is not read')
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

  /** @param error why the exchange ended early */
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
