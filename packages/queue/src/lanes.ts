import { TokenBuckets } from '@posthorn/batch'
import type { TenantId } from '@posthorn/contracts'

/** Deliveries that a tenant may add to the express lane from each process: at once, and more each second. */
const ALLOWANCE = { burst: 200, perSecond: 200 }
const PRIORITY_MAX = 16

/** How added deliveries are split: a number of them into the express lane, the others into the lane with this priority, of which 1 is first. */
export interface LaneSplit {
  express: number
  priority: number
}

/**
 * The order of jobs in the queue, as in a multilevel feedback queue: deliveries within a tenant's allowance (a token bucket) get the
 * express lane; the further beyond it, the later the lane. So a burst, a batch or a backlog of one tenant is behind the jobs of others.
 */
export class Lanes {
  readonly #buckets: TokenBuckets

  /** @param nowMs a monotonic clock */
  constructor(nowMs: () => number = () => performance.now()) {
    this.#buckets = new TokenBuckets(ALLOWANCE, nowMs)
  }

  /** Charges a tenant for deliveries that it adds, and returns the lanes of their jobs. */
  charge(tenantId: TenantId, deliveries: number): LaneSplit {
    const left = this.#buckets.left(tenantId)
    const express = Math.min(deliveries, Math.max(0, Math.floor(left)))
    this.#buckets.charge(tenantId, deliveries)
    return { express, priority: priorityOf(deliveries - left) }
  }
}

/** One lane later for each doubling of the deliveries beyond the allowance. */
function priorityOf(debt: number): number {
  return Math.min(PRIORITY_MAX, 1 + Math.floor(Math.log2(1 + Math.max(0, debt) / ALLOWANCE.burst)))
}
