import { LruCache } from '@posthorn/batch'

/** Tenants whose bucket is kept. An evicted tenant starts with a full one. */
const TENANTS_MAX = 20_000

/** How fast a bucket fills. */
export interface TokenRate {
  /** Deliveries that a tenant may have at once. */
  burst: number
  /** How many more it gets each second, up to `burst`. */
  perSecond: number
}

interface Bucket {
  /** Negative when the tenant was charged for more than it had. */
  tokens: number
  atMs: number
}

/** What each tenant may have processed ahead of backlogs in this process: a token bucket for each. */
export class TokenBuckets {
  readonly #byTenant = new LruCache<Bucket>({ itemsMax: TENANTS_MAX })
  readonly #rate: TokenRate
  readonly #nowMs: () => number

  /** @param nowMs a monotonic clock */
  constructor(rate: TokenRate, nowMs: () => number) {
    this.#rate = rate
    this.#nowMs = nowMs
  }

  /** Deliveries that the tenant has left; not a whole number, and negative after a charge for more. */
  left(tenantId: string): number {
    const { burst, perSecond } = this.#rate
    const bucket = this.#byTenant.get(tenantId)
    if (bucket === undefined) return burst
    return Math.min(burst, bucket.tokens + ((this.#nowMs() - bucket.atMs) * perSecond) / 1000)
  }

  /**
   * Charges a tenant for deliveries.
   * @param leastLeft what it has left at least, so that a large charge does not count for ever. Default: no limit
   */
  charge(tenantId: string, deliveries: number, leastLeft = Number.NEGATIVE_INFINITY): void {
    const tokens = Math.max(leastLeft, this.left(tenantId) - deliveries)
    this.#byTenant.set(tenantId, { tokens, atMs: this.#nowMs() })
  }
}
