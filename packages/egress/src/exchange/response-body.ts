/** What is kept of a response's body. */
export const RESPONSE_BODY_BYTES_MAX = 16 * 1024

/** A rest of at most this size is read and thrown away, which is cheaper than a new connection. */
const DRAIN_BYTES_MAX = 64 * 1024

/** Keeps the first 16 KiB of a body as they came (never decoded, never inflated) and knows when to stop reading. */
export class ResponseBody {
  readonly #announcedBytes: number | undefined
  readonly #chunks: Buffer[] = []
  #keptBytes = 0
  #receivedBytes = 0

  /** @param contentLength the header's value, if there is one */
  constructor(contentLength: string | string[] | undefined) {
    this.#announcedBytes = typeof contentLength === 'string' ? Number(contentLength) : undefined
  }

  /** @returns whether reading on is of use: for the kept part, or to keep the connection */
  add(chunk: Buffer): 'read on' | 'enough' {
    this.#receivedBytes += chunk.length
    const kept = chunk.subarray(0, RESPONSE_BODY_BYTES_MAX - this.#keptBytes)
    if (kept.length > 0) {
      // A copy: the chunk is a view of a 64 KiB buffer that it would keep alive.
      this.#chunks.push(Buffer.from(kept))
      this.#keptBytes += kept.length
    }
    if (!this.overflowed) return 'read on'
    const restBytes = (this.#announcedBytes ?? Infinity) - this.#receivedBytes
    return restBytes <= DRAIN_BYTES_MAX ? 'read on' : 'enough'
  }

  get overflowed(): boolean {
    return this.#receivedBytes > this.#keptBytes
  }

  kept(): Buffer {
    return Buffer.concat(this.#chunks)
  }
}
