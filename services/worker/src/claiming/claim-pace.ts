import { TokenBuckets } from '@posthorn/batch'
import { BacklogPace } from './backlog-pace.ts'
import type { BatchKind } from './claim-budget.ts'

/** Deliveries of each tenant that are claimed without a pause: a tenant with a small backlog is no background work. */
const ALLOWANCE = { burst: 100, perSecond: 100 }

/** A claim that was made. */
export interface MadeClaim {
  kind: BatchKind
  /** One for each delivery. Those of a backlog are the same. */
  tenantIds: readonly string[]
  startedAtMs: number
}

/** Applies {@link BacklogPace} to claims: pauses backlogs, but not those of tenants within their allowance. */
export class ClaimPace {
  readonly #pace = new BacklogPace()
  readonly #buckets: TokenBuckets
  readonly #monotonicMs: () => number
  readonly #onResume: () => void
  #pauses = 0

  /** @param onResume called at the end of each pause */
  constructor(monotonicMs: () => number, onResume: () => void) {
    this.#monotonicMs = monotonicMs
    this.#onResume = onResume
    this.#buckets = new TokenBuckets(ALLOWANCE, monotonicMs)
  }

  /** The part of the time in which the backlog of a tenant may be claimed now, above 0 and up to 1. */
  share(tenantId: string): number {
    return this.#pace.share(tenantId, this.#monotonicMs())
  }

  /** Whether the backlog of a tenant may be claimed now. */
  allows(tenantId: string): boolean {
    return this.#pauses === 0 || this.#isWithinAllowance(tenantId)
  }

  /** Counts a claim that has ended. */
  count({ kind, tenantIds, startedAtMs }: MadeClaim): void {
    const nowMs = this.#monotonicMs()
    const durationMs = nowMs - startedAtMs
    if (kind === 'shared') {
      this.#pace.lightClaimed(new Set(tenantIds), durationMs, nowMs)
      return
    }
    const [tenantId = ''] = tenantIds
    const pauseMs = this.#pace.backlogClaimed(tenantId, durationMs, nowMs)
    if (pauseMs > 0 && !this.#isWithinAllowance(tenantId)) this.#pause(pauseMs)
    // What it had beyond its allowance counts for a second.
    this.#buckets.charge(tenantId, tenantIds.length, -ALLOWANCE.burst)
  }

  #isWithinAllowance(tenantId: string): boolean {
    return this.#buckets.left(tenantId) >= 1
  }

  #pause(ms: number): void {
    this.#pauses += 1
    setTimeout(() => {
      this.#pauses -= 1
      this.#onResume()
    }, ms)
  }
}
