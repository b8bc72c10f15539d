/** Stored bytes of a response's body. */
const BYTES_MAX_DEFAULT = 16 * 1024

/** A remainder of at most this size is read and discarded, which is cheaper than a new connection. */
const DRAIN_BYTES_MAX = 64 * 1024

/** Stores the first bytes of a body as received (not decoded, not decompressed) and decides when to stop reading. */
export class ResponseBody {
  readonly #announcedBytes: number | undefined
  readonly #bytesMax: number
  readonly #chunks: Buffer[] = []
  #keptBytes = 0
  #receivedBytes = 0

  /** @param options.contentLength value of the header */
  constructor({
    contentLength,
    bytesMax = BYTES_MAX_DEFAULT,
  }: { contentLength?: string | string[] | undefined; bytesMax?: number | undefined } = {}) {
    this.#bytesMax = bytesMax
    this.#announcedBytes = typeof contentLength === 'string' ? Number(contentLength) : undefined
  }

  /** @returns whether to continue reading: for the stored part, or to reuse the connection */
  add(chunk: Buffer): 'read on' | 'enough' {
    this.#receivedBytes += chunk.length
    const kept = chunk.subarray(0, this.#bytesMax - this.#keptBytes)
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
