import { createHash } from 'node:crypto'
import { setImmediate } from 'node:timers/promises'

const BLOCK_BYTES = 64 * 1024
/** Blocks that are hashed in one turn of the event loop: a millisecond of work for each secret. */
const BLOCKS_OF_TURN = 8

/**
 * A body as it arrives, copied into blocks of 64 KiB: a sender may choose chunks of one byte, and each would cost an object and a round
 * of hashing.
 */
export class BodyBlocks {
  readonly #full: Buffer[] = []
  #last: Buffer
  #lastBytes = 0
  readonly #onBlock: ((block: Uint8Array) => void) | undefined

  /**
   * @param onBlock receives each block as soon as it is complete, the last one at `end`
   * @param bytesExpected limits the first block for a small body
   */
  constructor(onBlock?: (block: Uint8Array) => void, bytesExpected = BLOCK_BYTES) {
    this.#onBlock = onBlock
    this.#last = Buffer.allocUnsafeSlow(Math.min(Math.max(bytesExpected, 1), BLOCK_BYTES))
  }

  get length(): number {
    return this.#full.reduce((sum, block) => sum + block.length, this.#lastBytes)
  }

  add(chunk: Uint8Array): void {
    for (let at = 0; at < chunk.length; ) {
      if (this.#lastBytes === this.#last.length) {
        this.#complete()
        this.#last = Buffer.allocUnsafeSlow(BLOCK_BYTES)
      }
      const part = chunk.subarray(at, at + this.#last.length - this.#lastBytes)
      this.#last.set(part, this.#lastBytes)
      this.#lastBytes += part.length
      at += part.length
    }
  }

  /** Completes the last block. */
  end(): void {
    this.#last = this.#last.subarray(0, this.#lastBytes)
    this.#complete()
  }

  /** Visits all blocks again, with pauses for other work of the event loop. */
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

  /** The body in one buffer; a copy if it has more than one block. */
  whole(): Buffer {
    const [first] = this.#full
    return first !== undefined && this.#full.length === 1 ? first : Buffer.concat(this.#full)
  }

  /** A copy of the body in one buffer, behind a prefix. */
  joined(prefix: Uint8Array): Buffer {
    return Buffer.concat([prefix, ...this.#full])
  }

  /** A copy of the first `bytesMax` bytes, or of all. */
  first(bytesMax: number): Buffer {
    const blocks: Buffer[] = []
    let length = 0
    for (const block of this.#full) {
      if (length >= bytesMax) break
      const part = block.subarray(0, bytesMax - length)
      blocks.push(part)
      length += part.length
    }
    return Buffer.concat(blocks)
  }

  #complete(): void {
    if (this.#lastBytes === 0) return
    this.#full.push(this.#last)
    this.#onBlock?.(this.#last)
    this.#lastBytes = 0
  }
}
