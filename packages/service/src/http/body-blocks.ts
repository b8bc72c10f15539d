import { createHash } from 'node:crypto'
import { setImmediate } from 'node:timers/promises'

const BLOCK_BYTES = 64 * 1024
/** So much is hashed before others have their turn: a millisecond's work for each secret. */
const BLOCKS_OF_TURN = 8

/**
 * A body as it arrives, in blocks of 64 KiB. Copied into them, because the pieces that a sender chooses may be a byte each,
 * and each would cost an object and a round of hashing.
 */
export class BodyBlocks {
  readonly #full: Buffer[] = []
  #last: Buffer
  #lastBytes = 0
  readonly #onBlock: ((block: Uint8Array) => void) | undefined

  /**
   * @param onBlock gets each block as soon as it is complete, the last one by `end`
   * @param bytesExpected so that a small body does not take a whole block
   */
  constructor(onBlock?: (block: Uint8Array) => void, bytesExpected = BLOCK_BYTES) {
    this.#onBlock = onBlock
    this.#last = Buffer.allocUnsafeSlow(Math.min(Math.max(bytesExpected, 1), BLOCK_BYTES))
  }

  get length(): number {
    return this.#full.reduce((sum, block) => sum + block.length, this.#lastBytes)
  }

  add(piece: Uint8Array): void {
    for (let at = 0; at < piece.length; ) {
      if (this.#lastBytes === this.#last.length) {
        this.#complete()
        this.#last = Buffer.allocUnsafeSlow(BLOCK_BYTES)
      }
      const part = piece.subarray(at, at + this.#last.length - this.#lastBytes)
      this.#last.set(part, this.#lastBytes)
      this.#lastBytes += part.length
      at += part.length
    }
  }

  /** Nothing more comes. */
  end(): void {
    this.#last = this.#last.subarray(0, this.#lastBytes)
    this.#complete()
  }

  /** Gives all blocks once more, and others their turn in between. */
  async visit(work: (block: Uint8Array) => void): Promise<void> {
    for (const [index, block] of this.#full.entries()) {
      if (index > 0 && index % BLOCKS_OF_TURN === 0) await setImmediate()
      work(block)
    }
  }

  /** Hex SHA-256. */
  async hash(): Promise<string> {
    const sha256 = createHash('sha256')
    await this.visit((block) => sha256.update(block))
    return sha256.digest('hex')
  }

  /** All of it in one piece; a copy if it has more than one block. */
  whole(): Buffer {
    const [first] = this.#full
    return first !== undefined && this.#full.length === 1 ? first : Buffer.concat(this.#full)
  }

  /** All of it in one piece, behind a prefix: a copy. */
  joined(prefix: Uint8Array): Buffer {
    return Buffer.concat([prefix, ...this.#full])
  }

  #complete(): void {
    if (this.#lastBytes === 0) return
    this.#full.push(this.#last)
    this.#onBlock?.(this.#last)
    this.#lastBytes = 0
  }
}
