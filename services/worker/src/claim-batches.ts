import { setTimeout } from 'node:timers/promises'
import { type DeliveryId, UnavailableError } from '@posthorn/contracts'
import type { ClaimedDelivery, ClaimResult } from '@posthorn/database'
import type { Logger } from '@posthorn/service'
import type { Due, DueDeliveries, Serving } from './due-deliveries.ts'
import type { InFlight, Slot } from './in-flight.ts'

/**
 * Deliveries in one claim: a delivery that becomes due meanwhile waits for it. Larger ones make a backlog no faster, since then the
 * worker's processor is what limits it.
 */
const MAX_BATCH_SIZE = 64
/** Between the beginnings of two: what is due by then is in the next one. */
const INTERVAL_MS = 3
/** While a turn of the event loop takes longer, the worker has enough to do: nothing more is claimed, for at most so long. */
const TURN_MS_MAX = 10
const BACKPRESSURE_MS_MAX = 250
/** Claims that wait for a gate which another worker holds, each of one tenant. */
const WAITING_CLAIMS_MAX = 4
/** A row that is in other hands is free again within milliseconds. Otherwise it is the sweeper's, who waits for longer. */
const HELD_PAUSE_MS = 25
const CLAIM_TRIES_MAX = 4
const OUTAGE_PAUSE_MS = 1000

/** A delivery that this worker has taken, when, and the capacity that it takes up. */
export interface Claim {
  delivery: ClaimedDelivery
  claimedAtMs: number
  slot: Slot
}

export interface ClaimDependencies {
  due: DueDeliveries
  inFlight: InFlight
  claim: (ids: readonly DeliveryId[], options: { waits: boolean }) => Promise<ClaimResult[]>
  /** Has a claimed delivery seen through, and its slot released. */
  onClaimed: (claim: Claim) => void
  monotonicMs: () => number
  logger: Pick<Logger, 'warn' | 'error'>
}

/** A delivery with its capacity, and how often it was tried to claim it. */
interface Candidate {
  due: Due
  slot: Slot
  tries: number
}

/**
 * Claims what is due, a batch at a time, of all tenants in turn that may have more in flight. A batch never waits for what another
 * transaction holds: the deliveries that it could not have are claimed once more by themselves, those of one tenant together.
 */
export class ClaimBatches {
  readonly #dependencies: ClaimDependencies
  readonly #serving: Serving
  /** The tenants of claims that wait for a gate. */
  readonly #waitingFor = new Set<string>()
  readonly #tries = new Map<DeliveryId, number>()
  #wake = Promise.withResolvers<void>()

  constructor(dependencies: ClaimDependencies) {
    this.#dependencies = dependencies
    const { inFlight } = dependencies
    this.#serving = {
      tenant: (tenantId) => !this.#waitingFor.has(tenantId) && inFlight.allowsTenant(tenantId),
      endpoint: (tenantId, endpointId) => inFlight.allowsEndpoint(tenantId, endpointId),
    }
  }

  /** Something is due, or something is free. */
  wake(): void {
    this.#wake.resolve()
  }

  /** Claims until the signal ends it; then what is still due stays where it is. */
  async run(signal: AbortSignal): Promise<void> {
    signal.addEventListener('abort', () => this.wake(), { once: true })
    while (!signal.aborted) {
      const beganMs = performance.now()
      const candidates = this.#takeBatch()
      if (candidates.length === 0) {
        await this.#wake.promise
        this.#wake = Promise.withResolvers<void>()
        // What has arrived on other connections in this turn comes along.
        await turn()
        continue
      }
      await this.#claim(candidates)
      await backpressure()
      const earlyMs = beganMs + INTERVAL_MS - performance.now()
      if (earlyMs > 0 && !signal.aborted) await setTimeout(earlyMs)
    }
  }

  #takeBatch(): Candidate[] {
    const { due, inFlight } = this.#dependencies
    const batch: Candidate[] = []
    while (batch.length < MAX_BATCH_SIZE) {
      const next = due.next(this.#serving)
      if (next === undefined) break
      const tries = this.#tries.get(next.deliveryId) ?? 0
      this.#tries.delete(next.deliveryId)
      batch.push({ due: next, slot: inFlight.take(next.tenantId, next.endpointId), tries })
    }
    return batch
  }

  async #claim(candidates: readonly Candidate[]): Promise<void> {
    const busy = await this.#claimTogether(candidates, { waits: false })
    for (const [tenantId, ofTenant] of Map.groupBy(busy, ({ due }) => due.tenantId)) {
      if (this.#waitingFor.size < WAITING_CLAIMS_MAX) void this.#waitAndClaim(tenantId, ofTenant)
      else this.#again(ofTenant, HELD_PAUSE_MS)
    }
  }

  async #waitAndClaim(tenantId: string, candidates: readonly Candidate[]): Promise<void> {
    this.#waitingFor.add(tenantId)
    const busy = await this.#claimTogether(candidates, { waits: true })
    this.#waitingFor.delete(tenantId)
    this.#again(busy, HELD_PAUSE_MS)
    this.wake()
  }

  /** @returns those whose gate is busy */
  async #claimTogether(
    candidates: readonly Candidate[],
    options: { waits: boolean },
  ): Promise<readonly Candidate[]> {
    const { claim, monotonicMs, logger } = this.#dependencies
    const claimedAtMs = monotonicMs()
    try {
      const results = await claim(
        candidates.map(({ due }) => due.deliveryId),
        options,
      )
      return candidates.filter((candidate, index) => this.#settle(candidate, results[index], claimedAtMs))
    } catch (error) {
      if (error instanceof UnavailableError) {
        logger.warn({ err: error, deliveries: candidates.length }, 'claim.failed')
        this.#again(candidates, OUTAGE_PAUSE_MS, { isTry: true })
        return []
      }
      return this.#claimApart(candidates, options, error)
    }
  }

  /** One that cannot be claimed does not take the others with it. */
  async #claimApart(
    candidates: readonly Candidate[],
    options: { waits: boolean },
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

  /** @returns whether its gate is busy */
  #settle(candidate: Candidate, result: ClaimResult, claimedAtMs: number): boolean {
    if (result === 'busy') return true
    if (result === 'held') this.#again([candidate], HELD_PAUSE_MS, { isTry: true })
    else if (result === undefined) candidate.slot.release()
    else this.#dependencies.onClaimed({ delivery: result, claimedAtMs, slot: candidate.slot })
    return false
  }

  /** Releases their capacity, and lets them be due again a little later. */
  #again(candidates: readonly Candidate[], pauseMs: number, { isTry = false } = {}): void {
    for (const { slot } of candidates) slot.release()
    const again = candidates.filter(({ tries }) => !isTry || tries + 1 < CLAIM_TRIES_MAX)
    if (again.length === 0) return
    void this.#addLater(again, pauseMs, isTry)
  }

  async #addLater(candidates: readonly Candidate[], pauseMs: number, isTry: boolean): Promise<void> {
    await setTimeout(pauseMs)
    for (const { due, tries } of candidates) {
      if (isTry) this.#tries.set(due.deliveryId, tries + 1)
      this.#dependencies.due.add(due)
    }
    this.wake()
  }
}

/** Waits as long as the event loop is late with what it has to do, within bounds. */
async function backpressure(): Promise<void> {
  const untilMs = performance.now() + BACKPRESSURE_MS_MAX
  while (performance.now() < untilMs && (await turn()) > TURN_MS_MAX);
}

/** One turn of the event loop. Returns how long it took, in milliseconds. */
async function turn(): Promise<number> {
  const beganMs = performance.now()
  const { promise, resolve } = Promise.withResolvers<void>()
  setImmediate(resolve)
  await promise
  return performance.now() - beganMs
}
