import { ConnectionError, NotFoundError, PosthornError } from '../errors.ts'
import type { Settings } from '../settings.ts'
import { abortAfter, type Deadline } from './abort-after.ts'
import { errorOfReply } from './error-of-reply.ts'
import type { RequestOptions } from './request-options.ts'
import { requestUrl } from './request-url.ts'
import { isOutcomeUnknown } from './retry-delay.ts'
import { withRetries } from './with-retries.ts'

/** A reply whose body has begun. Release the deadline when it has ended. */
export interface OpenReply {
  response: Response
  deadline: Deadline
}

/** A method of the API. */
export type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'

/** Sends requests, each with its retries. */
export class Transport {
  readonly #settings: Settings

  constructor(settings: Settings) {
    this.#settings = settings
  }

  /**
   * The text of the reply.
   * @throws {PosthornError}; the reason of the signal when it is aborted
   */
  async text(method: Method, path: string, options: RequestOptions): Promise<string> {
    // Built before the first try: each try sends the same, and a mistake of the caller is no connection error.
    const [url, init] = this.#requestOf(method, path, options)
    const { retries = this.#settings.retries, signal } = options
    return withRetries({ retries, signal }, async (earlier) => {
      try {
        return await this.#tryOnce(url, init, options)
      } catch (error) {
        const isGone = method === 'DELETE' && error instanceof NotFoundError && earlier.some(isOutcomeUnknown)
        if (isGone) return ''
        throw error
      }
    })
  }

  /** The reply to a GET request, as soon as it begins. The deadline is only stopped. */
  async open(path: string, options: RequestOptions): Promise<OpenReply> {
    const [url, init] = this.#requestOf('GET', path, options)
    const { retries = this.#settings.retries, signal } = options
    return withRetries({ retries, signal }, async () => {
      const deadline = this.#deadlineOf(options)
      try {
        const response = await this.#fetch(url, init, deadline)
        deadline.stop()
        return { response, deadline }
      } catch (error) {
        deadline.release()
        throw failureOf(error, deadline, signal)
      }
    })
  }

  async #tryOnce(url: string, init: RequestInit, options: RequestOptions): Promise<string> {
    const deadline = this.#deadlineOf(options)
    try {
      const response = await this.#fetch(url, init, deadline)
      return await response.text()
    } catch (error) {
      throw failureOf(error, deadline, options.signal)
    } finally {
      deadline.release()
    }
  }

  /** @throws {PosthornError} for a reply that is no success */
  async #fetch(url: string, init: RequestInit, { signal }: Deadline): Promise<Response> {
    const { fetch } = this.#settings
    const response = await fetch(url, { ...init, signal })
    if (response.ok) return response
    if (response.type === 'opaqueredirect' || (response.status >= 300 && response.status < 400)) {
      await response.body?.cancel()
      throw redirected(url, response)
    }
    throw errorOfReply(response, await response.text(), new Date())
  }

  #requestOf(method: Method, path: string, options: RequestOptions): [url: string, init: RequestInit] {
    const {
      body,
      headers: given = {},
      idempotencyKey = method === 'POST' ? randomKey() : null,
    } = options
    const headers = new Headers({ accept: 'application/json', authorization: `Bearer ${this.#settings.key}` })
    // Browsers name themselves; there the header would only need the permission of another origin.
    if (!('document' in globalThis)) headers.set('user-agent', this.#settings.userAgent)
    if (body !== undefined) headers.set('content-type', 'application/json')
    if (idempotencyKey !== null) headers.set('idempotency-key', idempotencyKey)
    for (const [name, value] of Object.entries(given)) headers.set(name, value)
    const url = requestUrl(this.#settings.baseUrl, path, options.query)
    // A followed redirect would turn a POST into a GET.
    return [
      url,
      { method, headers, redirect: 'manual', ...(body !== undefined && { body: contentOf(body) }) },
    ]
  }

  #deadlineOf({ timeoutMs = this.#settings.timeoutMs, signal }: RequestOptions): Deadline {
    return abortAfter(timeoutMs, signal)
  }
}

/** What a failed try throws. */
export function failureOf(
  error: unknown,
  deadline: Deadline,
  callerSignal: AbortSignal | undefined,
): unknown {
  if (error instanceof PosthornError) return error
  if (callerSignal?.aborted) return callerSignal.reason
  if (deadline.isOver()) {
    return new ConnectionError('No reply arrived in time.', { code: 'timeout', cause: error })
  }
  return new ConnectionError('The connection to the API failed.', { code: 'connection_failed', cause: error })
}

function redirected(url: string, response: Response): PosthornError {
  const target = response.headers.get('location')
  const to = target === null ? 'another URL' : target
  return new PosthornError(`${url} redirects to ${to}. Set the URL of the API as \`url\`.`, {
    code: 'redirected',
    status: response.status,
  })
}

function contentOf(body: unknown): string | Uint8Array<ArrayBuffer> {
  if (typeof body === 'string' || body instanceof Uint8Array) return body as string | Uint8Array<ArrayBuffer>
  return JSON.stringify(body)
}

/** `crypto.randomUUID` is missing on pages without https. */
function randomKey(): string {
  return Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) =>
    byte.toString(16).padStart(2, '0'),
  ).join('')
}
