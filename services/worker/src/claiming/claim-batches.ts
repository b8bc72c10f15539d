import { setImmediate, setTimeout } from 'node:timers/promises'
import { type DeliveryId, UnavailableError } from '@posthorn/contracts'
import type { ClaimedDelivery, ClaimOptions, ClaimResult, SizedDelivery } from '@posthorn/database'
import type { Logger } from '@posthorn/runtime'
import { BATCH_KINDS, type BatchKind, ClaimBudget } from './claim-budget.ts'
import { ClaimPace } from './claim-pace.ts'
import { type Candidate, ClaimRetries } from './claim-retries.ts'
import type { DueDeliveries } from './due-deliveries.ts'
import type { InFlight, Slot } from './in-flight.ts'
import { LargeBodies } from './large-bodies.ts'
import { NextBatch } from './next-batch.ts'

/** Concurrent claims of each kind. A tenant is in one at a time. */
const CONCURRENCY = { shared: 2, backlog: 1, large: 1 }
/** Between the starts of two claims. */
const INTERVAL_MS = 3
/** Claims that wait for a gate that another worker has locked, each of one tenant. */
const WAITING_CLAIMS_MAX = 4
/** A locked row or gate is free again within milliseconds. */
const LOCKED_PAUSE_MS = 25
/** Before a body that did not fit into memory is tried again: concurrent claims take memory too. */
const NO_MEMORY_PAUSE_MS = 25
const OUTAGE_PAUSE_MS = 1000
const SKIPPED: ClaimResult = { kind: 'skipped' }

/** A delivery that this worker has claimed, when, and its capacity. */
export interface ClaimWithSlot {
  delivery: ClaimedDelivery
  claimedAtMs: number
  slot: Slot
}

export interface ClaimDependencies {
  due: DueDeliveries
  inFlight: InFlight
  claim: (ids: readonly DeliveryId[], options: ClaimOptions) => Promise<ClaimResult[]>
  /** Delivers and then releases the slot. */
  onClaimed: (claim: ClaimWithSlot) => void
  /** Whether nearly all claimed deliveries of a tenant have started. */
  isReady: (tenantId: string) => boolean
  monotonicMs: () => number
  logger: Pick<Logger, 'warn' | 'error'>
}

interface ClaimMode {
  waits: boolean
  kind: BatchKind
}

/** Deliveries that a claim left out, because its budget or the memory was used up. */
type LeftOut = Map<DeliveryId, 'budget' | 'memory'>

/**
 * Claims due deliveries in batches, of tenants in turn that may have more in flight. Light tenants share batches; a
 * tenant with a backlog or with large bodies has its own, at a pace that delays no others (`BacklogPace`). A body is counted before it
 * is read; a delivery without room is due again. A batch never waits for locks of other transactions: deliveries behind a locked gate are claimed again, those of one tenant together.
 */
export class ClaimBatches {
  readonly #dependencies: ClaimDependencies
  readonly #large = new LargeBodies()
  readonly #next: NextBatch
  /** Tenants with a claim in flight. */
  readonly #tenantsInClaims = new Set<string>()
  readonly #retries: ClaimRetries
  readonly #running = { shared: 0, backlog: 0, large: 0 }
  readonly #pace: ClaimPace
  #waitingClaims = 0
  #changed = Promise.withResolvers<void>()

  constructor(dependencies: ClaimDependencies) {
    this.#dependencies = dependencies
    const large = this.#large
    const onDue = () => this.claimMore()
    this.#pace = new ClaimPace(dependencies.monotonicMs, onDue)
    this.#retries = new ClaimRetries({ due: dependencies.due, large, onDue })
    this.#next = new NextBatch({
      ...dependencies,
      large,
      pace: this.#pace,
      mayClaim: (tenantId) => !this.#tenantsInClaims.has(tenantId) && dependencies.isReady(tenantId),
    })
  }

  /** Continues after a delivery became due, or a slot free. */
  claimMore(): void {
    this.#changed.resolve()
  }

  /**
   * Claims what is due.
   * @param signal ends it; deliveries that are still due stay in `due`
   */
  async run(signal: AbortSignal): Promise<void> {
    signal.addEventListener('abort', () => this.claimMore(), { once: true })
    while (!signal.aborted) {
      // Every kind in each turn: light tenants always have some, and would starve a backlog.
      const started = BATCH_KINDS.filter((kind) => this.#start(kind))
      if (started.length > 0) {
        await setTimeout(INTERVAL_MS)
        continue
      }
      await this.#changed.promise
      this.#changed = Promise.withResolvers<void>()
      // Deliveries from other connections in this turn of the event loop join the batch.
      await setImmediate()
    }
  }

  /** @returns whether there was something to claim */
  #start(kind: BatchKind): boolean {
    if (this.#running[kind] >= CONCURRENCY[kind]) return false
    const candidates = this.#next.take(kind).map((taken) => this.#retries.candidate(taken))
    if (candidates.length === 0) return false
    void this.#claimBatch(kind, candidates)
    return true
  }

  async #claimBatch(kind: BatchKind, candidates: readonly Candidate[]): Promise<void> {
    const tenants = new Set(candidates.map(({ due }) => due.tenantId))
    for (const tenantId of tenants) this.#tenantsInClaims.add(tenantId)
    this.#running[kind] += 1
    const gateLocked = Map.groupBy(
      await this.#claimTogether(candidates, { waits: false, kind }),
      ({ due }) => due.tenantId,
    )
    this.#running[kind] -= 1
    for (const tenantId of tenants) if (!gateLocked.has(tenantId)) this.#tenantsInClaims.delete(tenantId)
    for (const [tenantId, ofTenant] of gateLocked) void this.#claimAgain(tenantId, ofTenant, kind)
    this.claimMore()
  }

  async #claimAgain(tenantId: string, candidates: readonly Candidate[], kind: BatchKind): Promise<void> {
    let gateLocked = candidates
    if (this.#waitingClaims < WAITING_CLAIMS_MAX) {
      this.#waitingClaims += 1
      gateLocked = await this.#claimTogether(candidates, { waits: true, kind })
      this.#waitingClaims -= 1
    }
    this.#tenantsInClaims.delete(tenantId)
    this.#retries.later(gateLocked, LOCKED_PAUSE_MS)
    this.claimMore()
  }

  /** @returns those whose gate another transaction has locked */
  async #claimTogether(candidates: readonly Candidate[], options: ClaimMode): Promise<readonly Candidate[]> {
    const { claim, monotonicMs, logger } = this.#dependencies
    const claimedAtMs = monotonicMs()
    const leftOut: LeftOut = new Map()
    try {
      const results = await claim(
        candidates.map(({ due }) => due.deliveryId),
        { waits: options.waits, hasRoomFor: this.#roomFor(candidates, options.kind, leftOut) },
      )
      if (!options.waits) {
        const tenantIds = candidates.map(({ due }) => due.tenantId)
        this.#pace.count({ kind: options.kind, tenantIds, startedAtMs: claimedAtMs })
      }
      this.#settleLeftOut(candidates, results, leftOut)
      return candidates.filter((candidate, index) =>
        this.#settle(candidate, results[index] ?? SKIPPED, claimedAtMs),
      )
    } catch (error) {
      if (error instanceof UnavailableError) {
        logger.warn({ err: error, retrying: true, deliveries: candidates.length }, 'claim.failed')
        this.#retries.later(candidates, OUTAGE_PAUSE_MS, { countsTry: true })
        return []
      }
      return this.#claimSplit(candidates, options, error)
    }
  }

  /** Splits a batch that failed because of one delivery, until that delivery is alone. */
  async #claimSplit(
    candidates: readonly Candidate[],
    options: ClaimMode,
    error: unknown,
  ): Promise<readonly Candidate[]> {
    const [first] = candidates
    if (candidates.length === 1) {
      const deliveryId = first?.due.deliveryId
      this.#dependencies.logger.error({ err: error, deliveryId }, 'claim.delivery_failed')
      first?.slot.release()
      return []
    }
    const half = Math.ceil(candidates.length / 2)
    const gateLocked = await this.#claimTogether(candidates.slice(0, half), options)
    return [...gateLocked, ...(await this.#claimTogether(candidates.slice(half), options))]
  }

  /** Counts the bodies that the claim will read, and records those without room in `leftOut`. */
  #roomFor(candidates: readonly Candidate[], kind: BatchKind, leftOut: LeftOut) {
    const budget = new ClaimBudget(kind)
    const byId = new Map(candidates.map((candidate) => [candidate.due.deliveryId, candidate]))
    return ({ deliveryId, eventId, bodyBytes }: SizedDelivery): boolean => {
      const candidate = byId.get(deliveryId)
      if (candidate === undefined) return false
      const { tenantId, endpointId } = candidate.due
      if (!budget.takes(bodyBytes) || !budget.allows(tenantId, eventId, bodyBytes)) {
        leftOut.set(deliveryId, 'budget')
        if (kind === 'large' || !budget.takes(bodyBytes)) this.#large.add(tenantId, endpointId, bodyBytes)
        return false
      }
      if (!candidate.slot.takeBody(bodyBytes)) {
        leftOut.set(deliveryId, 'memory')
        this.#large.add(tenantId, endpointId, bodyBytes)
        return false
      }
      budget.count(tenantId, eventId, bodyBytes)
      return true
    }
  }

  #settleLeftOut(candidates: readonly Candidate[], results: readonly ClaimResult[], leftOut: LeftOut): void {
    const left = candidates.filter((_candidate, index) => results[index]?.kind === 'no_room')
    const [later, atOnce] = [true, false].map((isLater) =>
      left.filter(({ due }) => (leftOut.get(due.deliveryId) === 'memory') === isLater),
    ) as [Candidate[], Candidate[]]
    this.#retries.later(later, NO_MEMORY_PAUSE_MS)
    this.#retries.later(atOnce, 0)
  }

  /** @returns whether another transaction has locked its gate */
  #settle(candidate: Candidate, result: ClaimResult, claimedAtMs: number): boolean {
    switch (result.kind) {
      case 'claimed':
        this.#dependencies.onClaimed({ delivery: result.delivery, claimedAtMs, slot: candidate.slot })
        return false
      case 'skipped':
      case 'left':
        candidate.slot.release()
        return false
      case 'row_locked':
        this.#retries.later([candidate], LOCKED_PAUSE_MS, { countsTry: true })
        return false
      case 'no_room':
        return false
      case 'gate_locked':
        return true
    }
  }
}
