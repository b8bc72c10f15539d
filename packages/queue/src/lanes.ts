import type { TenantId } from '@posthorn/contracts'

/** Deliveries that a tenant may add to the express lane at once, and how many more each second, from each process. */
const BURST = 200
const PER_SECOND = 200
const PRIORITY_MAX = 16
/** Tenants whose allowance is kept. One that is forgotten begins with a full one. */
const ACCOUNTS_MAX = 20_000

/** Where jobs go: so many of the deliveries to the express lane, the others to the lane with this priority, 1 being first. */
export interface Lane {
  express: number
  priority: number
}

interface Account {
  /** Negative: the tenant has added so many more than its allowance. */
  tokens: number
  atMs: number
}

/**
 * The order of jobs in the queue, as in a multilevel feedback queue: what a tenant adds within its allowance (a token bucket)
 * goes to the express lane, and the further it is beyond that, the later the lane. So a burst, a batch or a backlog of one
 * tenant stands behind the jobs of others.
 */
export class Lanes {
  readonly #accounts = new Map<TenantId, Account>()
  readonly #nowMs: () => number

  /** @param nowMs a monotonic clock */
  constructor(nowMs: () => number = () => performance.now()) {
    this.#nowMs = nowMs
  }

  /** Charges a tenant for deliveries that it adds, and says where their jobs go. */
  charge(tenantId: TenantId, deliveries: number): Lane {
    const nowMs = this.#nowMs()
    const tokens = this.#tokens(tenantId, nowMs)
    const express = Math.min(deliveries, Math.max(0, Math.floor(tokens)))
    const left = tokens - deliveries
    this.#keep(tenantId, { tokens: left, atMs: nowMs })
    return { express, priority: priorityOf(-left) }
  }

  #tokens(tenantId: TenantId, nowMs: number): number {
    const account = this.#accounts.get(tenantId)
    if (account === undefined) return BURST
    return Math.min(BURST, account.tokens + ((nowMs - account.atMs) * PER_SECOND) / 1000)
  }

  /** The map is in the order of the latest charges: the first was charged longest ago. */
  #keep(tenantId: TenantId, account: Account): void {
    this.#accounts.delete(tenantId)
    this.#accounts.set(tenantId, account)
    if (this.#accounts.size <= ACCOUNTS_MAX) return
    for (const first of this.#accounts.keys()) {
      if (this.#accounts.size <= ACCOUNTS_MAX / 2) return
      this.#accounts.delete(first)
    }
  }
}

/** One lane later for each doubling of what was added beyond the allowance. */
function priorityOf(debt: number): number {
  return Math.min(PRIORITY_MAX, 1 + Math.floor(Math.log2(1 + Math.max(0, debt) / BURST)))
}
