import type { BatchKind } from './claim-budget.ts'
import type { ClaimPace } from './claim-pace.ts'
import { type Due, type DueDeliveries, LIGHT_DUE_MAX } from './due-deliveries.ts'
import type { InFlight, Slot } from './in-flight.ts'
import type { LargeBodies } from './large-bodies.ts'

/** Deliveries in one claim. Larger claims would not be faster: the worker's CPU is the bottleneck. */
const SIZE_MAX = { shared: 40, backlog: 40, large: 8 }
/** Deliveries in a claim at a slow pace. One large claim would delay others as much as several small ones in a row. */
const PACED_SIZE_MIN = 4

export interface NextBatchDependencies {
  due: DueDeliveries
  inFlight: InFlight
  large: LargeBodies
  /** How fast backlogs may be claimed now. */
  pace: Pick<ClaimPace, 'share' | 'allows'>
  /** Whether a claim of the tenant may be made now. */
  mayClaim: (tenantId: string) => boolean
}

/** A delivery with its capacity. */
export interface Taken {
  due: Due
  slot: Slot
}

/** Takes the deliveries to claim next, with capacity, of tenants and endpoints in turn that may have more in flight. */
export class NextBatch {
  readonly #dependencies: NextBatchDependencies

  constructor(dependencies: NextBatchDependencies) {
    this.#dependencies = dependencies
  }

  take(kind: BatchKind): Taken[] {
    const { inFlight, large } = this.#dependencies
    const batch = new Map<Due, Slot>()
    let sizeMax = SIZE_MAX[kind]
    const next = kind === 'shared' ? this.#ofMany() : this.#ofOne(kind)
    // A full worker asks for no tenant: thousands of them may have due deliveries.
    while (batch.size < sizeMax && !inFlight.isFull) {
      const due = next()
      if (due === undefined) break
      const { tenantId, endpointId } = due
      if (kind === 'backlog') sizeMax = this.#pacedSizeMax(tenantId)
      large.delete(tenantId, endpointId)
      batch.set(due, inFlight.take(tenantId, endpointId))
    }
    return [...batch].map(([due, slot]) => ({ due, slot }))
  }

  /** Of light tenants, in turn: a tenant with a backlog in the same claim would delay the others. */
  #ofMany(): () => Due | undefined {
    const { due, inFlight } = this.#dependencies
    const tenants = new Set<string>()
    const endpoint = this.#mayServe
    const tenant = (tenantId: string) =>
      tenants.has(tenantId) ? inFlight.allowsTenant(tenantId) : this.#isFor('shared', tenantId)
    return () => {
      const next = due.next({ tenant, endpoint }, 'light')
      if (next !== undefined) tenants.add(next.tenantId)
      return next
    }
  }

  /** Of the next tenant with a backlog, or with large bodies. */
  #ofOne(kind: BatchKind): () => Due | undefined {
    const { due, inFlight, large } = this.#dependencies
    let tenantId: string | undefined
    return () => {
      if (tenantId !== undefined) {
        return inFlight.allowsTenant(tenantId) ? due.nextOf(tenantId, this.#mayServe) : undefined
      }
      const first = kind === 'large' ? this.#firstLarge() : this.#firstOfBacklog()
      tenantId = first?.tenantId
      if (tenantId !== undefined) large.moveToEnd(tenantId)
      return first
    }
  }

  #firstOfBacklog(): Due | undefined {
    const { due, pace } = this.#dependencies
    const tenant = (tenantId: string) => this.#isFor('backlog', tenantId) && pace.allows(tenantId)
    return due.next({ tenant, endpoint: this.#mayServe }, 'backlogged')
  }

  #firstLarge(): Due | undefined {
    const { due, large, pace } = this.#dependencies
    for (const tenantId of large.tenants) {
      if (!this.#isFor('large', tenantId) || !pace.allows(tenantId)) continue
      const first = due.nextOf(tenantId, this.#mayServe)
      if (first !== undefined) return first
    }
    return undefined
  }

  #pacedSizeMax(tenantId: string): number {
    return Math.max(PACED_SIZE_MIN, SIZE_MAX.backlog * this.#dependencies.pace.share(tenantId))
  }

  #isFor(kind: BatchKind, tenantId: string): boolean {
    const { due, inFlight, large, mayClaim } = this.#dependencies
    const its = large.has(tenantId) ? 'large' : due.sizeOf(tenantId) <= LIGHT_DUE_MAX ? 'shared' : 'backlog'
    return its === kind && mayClaim(tenantId) && inFlight.allowsTenant(tenantId)
  }

  readonly #mayServe = (tenantId: string, endpointId: string): boolean => {
    const { inFlight, large } = this.#dependencies
    const bytes = large.bytesOf(tenantId, endpointId)
    return inFlight.allowsEndpoint(tenantId, endpointId) && inFlight.allowsBody(tenantId, bytes)
  }
}
