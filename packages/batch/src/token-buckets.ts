import { LruCache } from './lru-cache.ts'

/** Keys whose bucket is kept. An evicted key starts with a full one. */
const KEYS_MAX = 20_000

/** How fast a bucket fills. */
export interface TokenRate {
  /** What a key may have at once. */
  burst: number
  /** How many more it gets each second, up to `burst`. */
  perSecond: number
}

interface Bucket {
  /** Negative when the key was charged for more than it had. */
  tokens: number
  atMs: number
}

/** Limits a rate for each key, such as a tenant, within this process: a token bucket for each. */
export class TokenBuckets {
  readonly #byKey = new LruCache<Bucket>({ itemsMax: KEYS_MAX })
  readonly #rate: TokenRate
  readonly #nowMs: () => number

  /** @param nowMs a monotonic clock */
  constructor(rate: TokenRate, nowMs: () => number) {
    this.#rate = rate
    this.#nowMs = nowMs
  }

  /** What the key has left; not a whole number, and negative after a charge for more. */
  left(key: string): number {
    const { burst, perSecond } = this.#rate
    const bucket = this.#byKey.get(key)
    if (bucket === undefined) return burst
    return Math.min(burst, bucket.tokens + ((this.#nowMs() - bucket.atMs) * perSecond) / 1000)
  }

  /**
   * Charges a key.
   * @param leastLeft what it has left at least, so that a large charge does not count for ever. Default: no limit
   */
  charge(key: string, tokens: number, leastLeft = Number.NEGATIVE_INFINITY): void {
    const left = Math.max(leastLeft, this.left(key) - tokens)
    this.#byKey.set(key, { tokens: left, atMs: this.#nowMs() })
  }
  /** Takes one token. @returns false, taking nothing, when the key has none */
  take(key: string): boolean {
    if (this.left(key) < 1) return false
    this.charge(key, 1)
    return true
  }
}
