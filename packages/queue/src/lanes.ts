import { LruCache } from '@posthorn/batch'
import type { TenantId } from '@posthorn/contracts'

/** Deliveries that a tenant may add to the express lane from each process: at once, and more each second. */
const BURST = 200
const PER_SECOND = 200
const PRIORITY_MAX = 16
/** Tenants whose allowance is kept. An evicted tenant starts with a full one. */
const ACCOUNTS_MAX = 20_000

/** Lanes of jobs: so many deliveries in the express lane, the others in the lane with this priority, of which 1 is first. */
export interface Lane {
  express: number
  priority: number
}

interface Account {
  /** Negative when the tenant has added more than its allowance. */
  tokens: number
  atMs: number
}

/**
 * The order of jobs in the queue, as in a multilevel feedback queue: deliveries within a tenant's allowance (a token bucket) get the
 * express lane; the further beyond it, the later the lane. So a burst, a batch or a backlog of one tenant is behind the jobs of others.
 */
export class Lanes {
  readonly #accounts = new LruCache<Account>({ itemsMax: ACCOUNTS_MAX })
  readonly #nowMs: () => number

  /** @param nowMs a monotonic clock */
  constructor(nowMs: () => number = () => performance.now()) {
    this.#nowMs = nowMs
  }

  /** Charges a tenant for deliveries that it adds, and returns the lane of their jobs. */
  charge(tenantId: TenantId, deliveries: number): Lane {
    const nowMs = this.#nowMs()
    const tokens = this.#tokens(tenantId, nowMs)
    const express = Math.min(deliveries, Math.max(0, Math.floor(tokens)))
    const left = tokens - deliveries
    this.#accounts.set(tenantId, { tokens: left, atMs: nowMs })
    return { express, priority: priorityOf(-left) }
  }

  #tokens(tenantId: TenantId, nowMs: number): number {
    const account = this.#accounts.get(tenantId)
    if (account === undefined) return BURST
    return Math.min(BURST, account.tokens + ((nowMs - account.atMs) * PER_SECOND) / 1000)
  }
}

/** One lane later for each doubling of the deliveries beyond the allowance. */
function priorityOf(debt: number): number {
  return Math.min(PRIORITY_MAX, 1 + Math.floor(Math.log2(1 + Math.max(0, debt) / BURST)))
}
