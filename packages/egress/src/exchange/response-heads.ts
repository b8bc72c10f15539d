import type { Socket } from 'node:net'
import { ResponseTooLargeError } from '../egress-errors.ts'

/** Limits for one response. Enough for a receiver that reports progress once a second (102). */
const INTERIM_RESPONSES_MAX = 100
const INTERIM_BYTES_MAX = 64 * 1024

/** `HTTP/1.1 1xx`, byte by byte. A response that differs in one of them is not an interim response. */
const STATUS = [/H/, /T/, /T/, /P/, /\//, /1/, /\./, /[01]/, / /, /1/, /\d/, /\d/]
const STATUS_LENGTH = STATUS.length
const SWITCHING_PROTOCOLS = '101'
const CR = 13
const LF = 10

/** A complete head in strict form (RFC 9112, 4 and 5). Other forms are left to the parser. */
const HEAD =
  /^HTTP\/1\.[01] \d{3}(?: [\t -~\x80-\xff]*)?\r\n(?:[!#$%&'*+.^_`|~\w-]+:[\t -~\x80-\xff]*\r\n)*\r\n$/
const HEAD_END = '\r\n\r\n'
const EMPTY = Buffer.alloc(0)

/**
 * Filters the bytes of a connection, up to the end of a response's head, before undici reads them:
 *
 * - Removes interim responses (RFC 9110, 15.2: "a client MUST be able to parse one or more 1xx responses received prior to a
 *   final response, even if the client does not expect one"). undici treats an unexpected 100 as a broken connection. A 101
 *   is not removed: it ends HTTP on the connection, which egress never requests.
 * - Limits the bytes of the head. undici counts names and values only, and 16 KiB of fields without values take it a second.
 *
 * An interim response ends with its head, regardless of its fields (RFC 9112, 6.3). It is removed only at the beginning of a
 * response: never from content, and never while no request is in flight.
 */
export class ResponseHeads {
  readonly #headBytesMax: number
  #state: 'expecting' | 'in head' | 'passing' = 'passing'
  #held = EMPTY
  #interimResponses = 0
  #interimBytes = 0
  #headBytes = 0
  #hasBegun = false
  #onFirstByte: (() => void) | undefined

  /** @param headBytesMax for the final response, including its first line and line ends */
  constructor(headBytesMax: number) {
    this.#headBytesMax = headBytesMax
  }

  /** Whether any byte has arrived since the last request was sent. */
  get hasBegun(): boolean {
    return this.#hasBegun
  }

  /**
   * Call when a request is sent: the next bytes begin a response.
   * @param onFirstByte called when they arrive
   */
  expectResponse(onFirstByte?: () => void): void {
    this.#onFirstByte = onFirstByte
    this.#state = 'expecting'
    this.#held = EMPTY
    this.#interimResponses = 0
    this.#interimBytes = 0
    this.#headBytes = 0
    this.#hasBegun = false
  }

  /**
   * @returns the bytes for the parser, possibly none
   * @throws ResponseTooLargeError
   */
  takeFrom(chunk: Buffer): Buffer {
    if (!this.#hasBegun) {
      this.#hasBegun = true
      this.#onFirstByte?.()
    }
    if (this.#state === 'expecting') return this.#readPastInterim(Buffer.concat([this.#held, chunk]))
    if (this.#state === 'in head') this.#countHead(chunk)
    return chunk
  }

  #readPastInterim(chunk: Buffer): Buffer {
    let rest = this.#readPastEmptyLines(chunk)
    this.#held = EMPTY
    while (rest.length > 0) {
      if (!mayBeInterim(rest)) return this.#passHead(rest)
      const end = rest.indexOf(HEAD_END)
      if (end === -1) return this.#hold(rest)
      const length = end + HEAD_END.length
      if (!HEAD.test(rest.toString('latin1', 0, length))) return this.#passHead(rest)
      this.#interimResponses += 1
      this.#countInterim(length)
      rest = this.#readPastEmptyLines(rest.subarray(length))
    }
    return rest
  }

  /** Skips empty lines before the first line, like the parser. */
  #readPastEmptyLines(chunk: Buffer): Buffer {
    const start = chunk.findIndex((byte) => byte !== CR && byte !== LF)
    const length = start === -1 ? chunk.length : start
    this.#countInterim(length)
    return chunk.subarray(length)
  }

  #hold(rest: Buffer): Buffer {
    if (this.#interimBytes + rest.length > INTERIM_BYTES_MAX) throw tooManyInterimBytes()
    // A copy: the bytes may be a small part of a large buffer.
    this.#held = Buffer.from(rest)
    return EMPTY
  }

  #countInterim(bytes: number): void {
    this.#interimBytes += bytes
    if (this.#interimResponses > INTERIM_RESPONSES_MAX)
      throw new ResponseTooLargeError(`more than ${INTERIM_RESPONSES_MAX} interim responses`)
    if (this.#interimBytes > INTERIM_BYTES_MAX) throw tooManyInterimBytes()
  }

  #passHead(rest: Buffer): Buffer {
    this.#state = 'in head'
    this.#countHead(rest)
    return rest
  }

  #countHead(chunk: Buffer): void {
    // With the last bytes of the previous chunk, where the end of the head may begin.
    const bytes = Buffer.concat([this.#held, chunk])
    const end = bytes.indexOf(HEAD_END)
    this.#headBytes += end === -1 ? chunk.length : Math.max(0, end - this.#held.length)
    if (this.#headBytes > this.#headBytesMax)
      throw new ResponseTooLargeError(`more than ${this.#headBytesMax} bytes of response headers`)
    if (end !== -1) this.#state = 'passing'
    this.#held = end === -1 ? Buffer.from(bytes.subarray(1 - HEAD_END.length)) : EMPTY
  }
}

/** Filters everything that is read from the socket. */
export function readThrough(heads: ResponseHeads, socket: Socket): void {
  const read = socket.read.bind(socket)
  socket.read = (size?: number) => {
    for (;;) {
      const chunk: Buffer | null = read(size)
      if (chunk === null) return null
      try {
        const rest = heads.takeFrom(chunk)
        if (rest.length > 0) return rest
      } catch (error) {
        socket.destroy(error as Error)
        return null
      }
    }
  }
}

function tooManyInterimBytes(): ResponseTooLargeError {
  return new ResponseTooLargeError(`more than ${INTERIM_BYTES_MAX} bytes before the response`)
}

/** Whether the bytes are, or may become, the beginning of an interim response. */
function mayBeInterim(bytes: Buffer): boolean {
  const start = bytes.toString('latin1', 0, STATUS_LENGTH)
  if (start.endsWith(SWITCHING_PROTOCOLS) && start.length === STATUS_LENGTH) return false
  return STATUS.slice(0, start.length).every((expected, index) => expected.test(start.charAt(index)))
}
