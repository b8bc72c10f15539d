import { setImmediate, setTimeout } from 'node:timers/promises'
import { type DeliveryId, UnavailableError } from '@posthorn/contracts'
import type { ClaimedDelivery, ClaimOptions, ClaimResult, SizedDelivery } from '@posthorn/database'
import { Allowances } from '@posthorn/queue'
import type { Logger } from '@posthorn/service'
import { BacklogPace } from './backlog-pace.ts'
import { ClaimBudget, KINDS, type Kind } from './claim-budget.ts'
import type { DueDeliveries } from './due-deliveries.ts'
import type { InFlight, Slot } from './in-flight.ts'
import { LargeBodies } from './large-bodies.ts'
import { NextBatch, type Taken } from './next-batch.ts'

/** Concurrent claims of each kind. A tenant is in one at a time. */
const CONCURRENCY = { shared: 2, own: 1, large: 1 }
/** Between the starts of two claims. */
const INTERVAL_MS = 3
/** Deliveries of each tenant that are claimed without a pause: a tenant with a small backlog is no background work. */
const ALLOWANCE = { burst: 100, perSecond: 100 }
/** Claims that wait for a gate that another worker has locked, each of one tenant. */
const WAITING_CLAIMS_MAX = 4
/** A locked row or gate is free again within milliseconds; after CLAIM_TRIES_MAX the sweeper retries later. */
const LOCKED_PAUSE_MS = 25
const CLAIM_TRIES_MAX = 4
/** Before a body that did not fit into memory is tried again: concurrent claims take memory too. */
const NO_MEMORY_PAUSE_MS = 25
const OUTAGE_PAUSE_MS = 1000
const SKIPPED: ClaimResult = { kind: 'skipped' }

/** A delivery that this worker has claimed, when, and its capacity. */
export interface Claim {
  delivery: ClaimedDelivery
  claimedAtMs: number
  slot: Slot
}

export interface ClaimDependencies {
  due: DueDeliveries
  inFlight: InFlight
  claim: (ids: readonly DeliveryId[], options: ClaimOptions) => Promise<ClaimResult[]>
  /** Delivers and then releases the slot. */
  onClaimed: (claim: Claim) => void
  /** Whether nearly all claimed deliveries of a tenant have started. */
  isReady: (tenantId: string) => boolean
  monotonicMs: () => number
  logger: Pick<Logger, 'warn' | 'error'>
}

/** A delivery with its capacity, and the number of tries to claim it. */
interface Candidate extends Taken {
  tries: number
}

interface Claiming {
  waits: boolean
  kind: Kind
}

/** Deliveries that a claim left out, because its budget or the memory was used up. */
type Refused = Map<DeliveryId, 'budget' | 'memory'>

/**
 * Claims due deliveries in batches, of tenants in turn that may have more in flight. Tenants with few due deliveries share batches; a
 * tenant with a backlog or with large bodies has its own, at the pace that delays no others (`BacklogPace`). A body is counted before it is read; a delivery without room is due again.
 * A batch never waits for locks of other transactions: deliveries behind a locked gate are claimed again, those of one tenant together.
 */
export class ClaimBatches {
  readonly #dependencies: ClaimDependencies
  readonly #large = new LargeBodies()
  readonly #next: NextBatch
  /** Tenants with a claim in flight. */
  readonly #claiming = new Set<string>()
  readonly #tries = new Map<DeliveryId, number>()
  readonly #running = { shared: 0, own: 0, large: 0 }
  readonly #pace = new BacklogPace()
  readonly #allowances: Allowances
  #pauses = 0
  #waitingClaims = 0
  #wake = Promise.withResolvers<void>()

  constructor(dependencies: ClaimDependencies) {
    this.#dependencies = dependencies
    this.#allowances = new Allowances(ALLOWANCE, dependencies.monotonicMs)
    this.#next = new NextBatch({
      ...dependencies,
      allowances: this.#allowances,
      large: this.#large,
      mayClaim: (tenantId) => !this.#claiming.has(tenantId) && dependencies.isReady(tenantId),
    })
  }

  /** Continues after a delivery became due, or a slot free. */
  wake(): void {
    this.#wake.resolve()
  }

  /**
   * Claims what is due.
   * @param signal ends it; deliveries that are still due stay in `due`
   */
  async run(signal: AbortSignal): Promise<void> {
    signal.addEventListener('abort', () => this.wake(), { once: true })
    while (!signal.aborted) {
      // Every kind in each turn: tenants with few due deliveries always have some, and would starve a backlog.
      const started = KINDS.filter((kind) => this.#start(kind))
      if (started.length > 0) {
        await setTimeout(INTERVAL_MS)
        continue
      }
      await this.#wake.promise
      this.#wake = Promise.withResolvers<void>()
      // Deliveries from other connections in this turn of the event loop join the batch.
      await setImmediate()
    }
  }

  /** @returns whether there was something to claim */
  #start(kind: Kind): boolean {
    if (this.#running[kind] >= CONCURRENCY[kind]) return false
    const candidates = this.#takeBatch(kind)
    if (candidates.length === 0) return false
    void this.#claimBatch(kind, candidates)
    return true
  }

  #takeBatch(kind: Kind): Candidate[] {
    const share = this.#pace.share(this.#dependencies.monotonicMs())
    return this.#next.take(kind, { share, isPaused: this.#pauses > 0 }).map(({ due, slot }) => {
      const tries = this.#tries.get(due.deliveryId) ?? 0
      this.#tries.delete(due.deliveryId)
      return { due, slot, tries }
    })
  }

  async #claimBatch(kind: Kind, candidates: readonly Candidate[]): Promise<void> {
    const tenants = new Set(candidates.map(({ due }) => due.tenantId))
    for (const tenantId of tenants) this.#claiming.add(tenantId)
    this.#running[kind] += 1
    const busy = Map.groupBy(
      await this.#claimTogether(candidates, { waits: false, kind }),
      ({ due }) => due.tenantId,
    )
    this.#running[kind] -= 1
    for (const tenantId of tenants) if (!busy.has(tenantId)) this.#claiming.delete(tenantId)
    for (const [tenantId, ofTenant] of busy) void this.#claimAgain(tenantId, ofTenant, kind)
    this.wake()
  }

  async #claimAgain(tenantId: string, candidates: readonly Candidate[], kind: Kind): Promise<void> {
    let busy = candidates
    if (this.#waitingClaims < WAITING_CLAIMS_MAX) {
      this.#waitingClaims += 1
      busy = await this.#claimTogether(candidates, { waits: true, kind })
      this.#waitingClaims -= 1
    }
    this.#claiming.delete(tenantId)
    this.#retryLater(busy, LOCKED_PAUSE_MS)
    this.wake()
  }

  /** @returns those whose gate is busy */
  async #claimTogether(candidates: readonly Candidate[], options: Claiming): Promise<readonly Candidate[]> {
    const { claim, monotonicMs, logger } = this.#dependencies
    const claimedAtMs = monotonicMs()
    const refused: Refused = new Map()
    try {
      const results = await claim(
        candidates.map(({ due }) => due.deliveryId),
        { waits: options.waits, hasRoomFor: this.#roomFor(candidates, options.kind, refused) },
      )
      if (!options.waits) this.#keepPace(options.kind, candidates, claimedAtMs)
      this.#settleRefused(candidates, results, refused)
      return candidates.filter((candidate, index) =>
        this.#settle(candidate, results[index] ?? SKIPPED, claimedAtMs),
      )
    } catch (error) {
      if (error instanceof UnavailableError) {
        logger.warn({ err: error, retrying: true, deliveries: candidates.length }, 'claim.failed')
        this.#retryLater(candidates, OUTAGE_PAUSE_MS, { countsTry: true })
        return []
      }
      return this.#claimSplit(candidates, options, error)
    }
  }

  #keepPace(kind: Kind, [first, ...others]: readonly Candidate[], startedAtMs: number): void {
    const nowMs = this.#dependencies.monotonicMs()
    const durationMs = nowMs - startedAtMs
    if (kind === 'shared') {
      this.#pace.lightClaimed(durationMs, nowMs)
      return
    }
    const tenantId = first?.due.tenantId ?? ''
    const isWithinAllowance = this.#allowances.left(tenantId) >= 1
    this.#allowances.charge(tenantId, 1 + others.length, -ALLOWANCE.burst)
    const pauseMs = this.#pace.backlogClaimed(durationMs, nowMs)
    if (!isWithinAllowance && pauseMs > 0) void this.#pause(pauseMs)
  }

  async #pause(ms: number): Promise<void> {
    this.#pauses += 1
    await setTimeout(ms)
    this.#pauses -= 1
    this.wake()
  }

  /** Splits a batch that failed because of one delivery, until that delivery is alone. */
  async #claimSplit(
    candidates: readonly Candidate[],
    options: Claiming,
    error: unknown,
  ): Promise<readonly Candidate[]> {
    const [first] = candidates
    if (candidates.length === 1) {
      const deliveryId = first?.due.deliveryId
      this.#dependencies.logger.error({ err: error, deliveryId }, 'claim.failed')
      first?.slot.release()
      return []
    }
    const half = Math.ceil(candidates.length / 2)
    const busy = await this.#claimTogether(candidates.slice(0, half), options)
    return [...busy, ...(await this.#claimTogether(candidates.slice(half), options))]
  }

  /** Counts the bodies that the claim will read, and records those without room in `refused`. */
  #roomFor(candidates: readonly Candidate[], kind: Kind, refused: Refused) {
    const budget = new ClaimBudget(kind)
    const byId = new Map(candidates.map((candidate) => [candidate.due.deliveryId, candidate]))
    return ({ deliveryId, eventId, bodyBytes }: SizedDelivery): boolean => {
      const candidate = byId.get(deliveryId)
      if (candidate === undefined) return false
      const { tenantId, endpointId } = candidate.due
      if (!budget.takes(bodyBytes) || !budget.allows(tenantId, eventId, bodyBytes)) {
        refused.set(deliveryId, 'budget')
        if (kind === 'large' || !budget.takes(bodyBytes)) this.#large.add(tenantId, endpointId, bodyBytes)
        return false
      }
      if (!candidate.slot.takeBody(bodyBytes)) {
        refused.set(deliveryId, 'memory')
        this.#large.add(tenantId, endpointId, bodyBytes)
        return false
      }
      budget.count(tenantId, eventId, bodyBytes)
      return true
    }
  }

  #settleRefused(candidates: readonly Candidate[], results: readonly ClaimResult[], refused: Refused): void {
    const left = candidates.filter((_candidate, index) => results[index]?.kind === 'no_room')
    const [later, atOnce] = [true, false].map((isLater) =>
      left.filter(({ due }) => (refused.get(due.deliveryId) === 'memory') === isLater),
    ) as [Candidate[], Candidate[]]
    this.#retryLater(later, NO_MEMORY_PAUSE_MS)
    this.#retryLater(atOnce, 0)
  }

  /** @returns whether its gate is busy */
  #settle(candidate: Candidate, result: ClaimResult, claimedAtMs: number): boolean {
    switch (result.kind) {
      case 'claimed':
        this.#dependencies.onClaimed({ delivery: result.delivery, claimedAtMs, slot: candidate.slot })
        return false
      case 'skipped':
        candidate.slot.release()
        return false
      case 'locked':
        this.#retryLater([candidate], LOCKED_PAUSE_MS, { countsTry: true })
        return false
      case 'no_room':
        return false
      case 'busy':
        return true
    }
  }

  /** Releases their capacity, and makes them due again after a pause. */
  #retryLater(candidates: readonly Candidate[], pauseMs: number, { countsTry = false } = {}): void {
    for (const { slot } of candidates) slot.release()
    const isRetried = ({ tries }: Candidate) => !countsTry || tries + 1 < CLAIM_TRIES_MAX
    for (const { due } of candidates.filter((candidate) => !isRetried(candidate)))
      this.#large.delete(due.tenantId, due.endpointId)
    const retried = candidates.filter(isRetried)
    if (retried.length === 0) return
    void this.#addLater(retried, pauseMs, countsTry)
  }

  async #addLater(candidates: readonly Candidate[], pauseMs: number, countsTry: boolean): Promise<void> {
    if (pauseMs > 0) await setTimeout(pauseMs)
    // In front, and the last first, so they keep their order: a body too large for this claim would otherwise move behind the
    // whole backlog of its endpoint again and again.
    for (const { due, tries } of candidates.toReversed()) {
      if (countsTry) this.#tries.set(due.deliveryId, tries + 1)
      this.#dependencies.due.putBack(due)
    }
    this.wake()
  }
}
