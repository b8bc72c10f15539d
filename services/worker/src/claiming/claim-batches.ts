import { setImmediate, setTimeout } from 'node:timers/promises'
import { type DeliveryId, UnavailableError } from '@posthorn/contracts'
import type { ClaimedDelivery, ClaimOptions, ClaimResult, SizedDelivery } from '@posthorn/database'
import type { Logger } from '@posthorn/service'
import { ClaimBudget, KINDS, type Kind } from './claim-budget.ts'
import type { DueDeliveries } from './due-deliveries.ts'
import type { InFlight, Slot } from './in-flight.ts'
import { LargeBodies } from './large-bodies.ts'
import { NextBatch, type Taken } from './next-batch.ts'

/** Claims at once, of each kind. A tenant is in one at a time. */
const CONCURRENCY = { shared: 2, own: 1, large: 1 }
/** Between the beginnings of two: what is due by then is in the next one. */
const INTERVAL_MS = 3
/** Claims that wait for a gate which another worker holds, each of one tenant. */
const WAITING_CLAIMS_MAX = 4
/** A locked row or gate is free again within milliseconds; after CLAIM_TRIES_MAX the sweeper retries later. */
const LOCKED_PAUSE_MS = 25
const CLAIM_TRIES_MAX = 4
/** A body for which there is no memory is tried again when there is some; not at once, for what else is being claimed takes of it too. */
const NO_MEMORY_PAUSE_MS = 25
const OUTAGE_PAUSE_MS = 1000
const SKIPPED: ClaimResult = { kind: 'skipped' }

/** A delivery that this worker has taken, when, and the capacity that it takes up. */
export interface Claim {
  delivery: ClaimedDelivery
  claimedAtMs: number
  slot: Slot
}

export interface ClaimDependencies {
  due: DueDeliveries
  inFlight: InFlight
  claim: (ids: readonly DeliveryId[], options: ClaimOptions) => Promise<ClaimResult[]>
  /** Has a claimed delivery seen through, and its slot released. */
  onClaimed: (claim: Claim) => void
  /** Whether a tenant has begun with nearly all that is claimed of it. */
  isReady: (tenantId: string) => boolean
  monotonicMs: () => number
  logger: Pick<Logger, 'warn' | 'error'>
}

/** A delivery with its capacity, and how often it was tried to claim it. */
interface Candidate extends Taken {
  tries: number
}

interface Claiming {
  waits: boolean
  kind: Kind
}

/** What a claim had no room for: none left in its budget, or none in memory. */
type Refused = Map<DeliveryId, 'budget' | 'memory'>

/**
 * Claims what is due, in batches, of all tenants in turn that may have more in flight: tenants with little that is due share
 * batches, one with a backlog or with large bodies has its own. A body is counted before it is read: what a claim has no room for
 * is due again. A batch never waits for what another
 * transaction holds: the deliveries that it could not have are claimed once more by themselves, those of one tenant together.
 */
export class ClaimBatches {
  readonly #dependencies: ClaimDependencies
  readonly #large = new LargeBodies()
  readonly #next: NextBatch
  /** The tenants of which a claim is being made. */
  readonly #claiming = new Set<string>()
  readonly #tries = new Map<DeliveryId, number>()
  readonly #running = { shared: 0, own: 0, large: 0 }
  #waitingClaims = 0
  #wake = Promise.withResolvers<void>()

  constructor(dependencies: ClaimDependencies) {
    this.#dependencies = dependencies
    this.#next = new NextBatch({
      ...dependencies,
      large: this.#large,
      mayClaim: (tenantId) => !this.#claiming.has(tenantId) && dependencies.isReady(tenantId),
    })
  }

  /** Something is due, or something is free. */
  wake(): void {
    this.#wake.resolve()
  }

  /** Claims until the signal ends it; then what is still due stays where it is. */
  async run(signal: AbortSignal): Promise<void> {
    signal.addEventListener('abort', () => this.wake(), { once: true })
    while (!signal.aborted) {
      // Each kind in every turn: tenants with little have something due nearly always, and would keep a backlog out.
      const begun = KINDS.filter((kind) => this.#begin(kind))
      if (begun.length > 0) {
        await setTimeout(INTERVAL_MS)
        continue
      }
      await this.#wake.promise
      this.#wake = Promise.withResolvers<void>()
      // What has arrived on other connections in this turn comes along.
      await setImmediate()
    }
  }

  /** @returns whether there was something to claim */
  #begin(kind: Kind): boolean {
    if (this.#running[kind] >= CONCURRENCY[kind]) return false
    const candidates = this.#takeBatch(kind)
    if (candidates.length === 0) return false
    void this.#claimBatch(kind, candidates)
    return true
  }

  #takeBatch(kind: Kind): Candidate[] {
    return this.#next.take(kind).map(({ due, slot }) => {
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
    for (const [tenantId, ofTenant] of busy) void this.#claimOnceMore(tenantId, ofTenant, kind)
    this.wake()
  }

  async #claimOnceMore(tenantId: string, candidates: readonly Candidate[], kind: Kind): Promise<void> {
    let busy = candidates
    if (this.#waitingClaims < WAITING_CLAIMS_MAX) {
      this.#waitingClaims += 1
      busy = await this.#claimTogether(candidates, { waits: true, kind })
      this.#waitingClaims -= 1
    }
    this.#claiming.delete(tenantId)
    this.#again(busy, LOCKED_PAUSE_MS)
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
      this.#settleRefused(candidates, results, refused)
      return candidates.filter((candidate, index) => this.#settle(candidate, results[index] ?? SKIPPED, claimedAtMs))
    } catch (error) {
      if (error instanceof UnavailableError) {
        logger.warn({ err: error, retrying: true, deliveries: candidates.length }, 'claim.failed')
        this.#again(candidates, OUTAGE_PAUSE_MS, { isTry: true })
        return []
      }
      return this.#claimApart(candidates, options, error)
    }
  }

  /** One that cannot be claimed does not take the others with it. */
  async #claimApart(
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

  /** Counts the bodies that the claim is going to read, and remembers which ones it has no room for. */
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
    this.#again(later, NO_MEMORY_PAUSE_MS)
    this.#again(atOnce, 0)
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
        this.#again([candidate], LOCKED_PAUSE_MS, { isTry: true })
        return false
      case 'no_room':
        return false
      case 'busy':
        return true
    }
  }

  /** Releases their capacity, and lets them be due again a little later. */
  #again(candidates: readonly Candidate[], pauseMs: number, { isTry = false } = {}): void {
    for (const { slot } of candidates) slot.release()
    const again = candidates.filter(({ tries }) => !isTry || tries + 1 < CLAIM_TRIES_MAX)
    if (again.length === 0) return
    void this.#addLater(again, pauseMs, isTry)
  }

  async #addLater(candidates: readonly Candidate[], pauseMs: number, isTry: boolean): Promise<void> {
    if (pauseMs > 0) await setTimeout(pauseMs)
    // Each before the one that was taken before it: so they keep their order. A body that is too large for this claim would
    // otherwise stand behind a whole backlog again and again.
    for (const { due, tries } of candidates.toReversed()) {
      if (isTry) this.#tries.set(due.deliveryId, tries + 1)
      this.#dependencies.due.putBack(due)
    }
    this.wake()
  }
}
