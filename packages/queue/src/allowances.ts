import { LruCache } from '@posthorn/batch'

/** Tenants whose allowance is kept. An evicted tenant starts with a full one. */
const TENANTS_MAX = 20_000

export interface Allowance {
  /** Deliveries that a tenant may have at once. */
  burst: number
  /** How many more it gets each second, up to `burst`. */
  perSecond: number
}

interface Account {
  /** Negative when the tenant was charged for more than it had. */
  tokens: number
  atMs: number
}

/** What each tenant may have processed ahead of backlogs in this process: a token bucket for each. */
export class Allowances {
  readonly #accounts = new LruCache<Account>({ itemsMax: TENANTS_MAX })
  readonly #allowance: Allowance
  readonly #nowMs: () => number

  /** @param nowMs a monotonic clock */
  constructor(allowance: Allowance, nowMs: () => number) {
    this.#allowance = allowance
    this.#nowMs = nowMs
  }

  /** Deliveries that the tenant has left; not a whole number, and negative after a charge for more. */
  left(tenantId: string): number {
    const { burst, perSecond } = this.#allowance
    const account = this.#accounts.get(tenantId)
    if (account === undefined) return burst
    return Math.min(burst, account.tokens + ((this.#nowMs() - account.atMs) * perSecond) / 1000)
  }

  /**
   * Charges a tenant for deliveries.
   * @param leastLeft what it has left at least, so that a large charge does not count for ever. Default: no limit
   */
  charge(tenantId: string, deliveries: number, leastLeft = Number.NEGATIVE_INFINITY): void {
    const tokens = Math.max(leastLeft, this.left(tenantId) - deliveries)
    this.#accounts.set(tenantId, { tokens, atMs: this.#nowMs() })
  }
}
