import { Readable } from 'node:stream'

/** A client that is behind by so much is too slow: it reconnects, and reads again what it shows. */
const QUEUED_BYTES_MAX = 64 * 1024
/** Clients of a process that stops come back at different times. */
const RETRY_MS = { min: 1_000, max: 4_000 }

/** The body of one reply with server-sent events, in bounded memory. */
export class LiveStream {
  readonly body = new Readable({ read() {} })
  readonly #random: () => number
  #isEnded = false

  /** @param random from 0 to 1 */
  constructor(random: () => number) {
    this.#random = random
  }

  /** Drops a client that does not read. */
  send(text: string): void {
    if (this.#isEnded || this.body.destroyed) return
    this.body.push(text)
    if (this.body.readableLength > QUEUED_BYTES_MAX) this.drop()
  }

  /** A comment: proxies and clients notice a silent connection. */
  keepAlive(): void {
    this.send(': still here\n\n')
  }

  /** Ends it in order, with the time after which its client reconnects. */
  end(): void {
    if (this.#isEnded) return
    const { min, max } = RETRY_MS
    this.send(`retry: ${Math.round(min + this.#random() * (max - min))}\n\n`)
    this.#isEnded = true
    if (!this.body.destroyed) this.body.push(null)
  }

  /** Ends it at once: the connection is closed. */
  drop(): void {
    this.body.destroy()
  }
}
