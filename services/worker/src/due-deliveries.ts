import type { DeliveryId } from '@posthorn/contracts'
import { FairQueue, FairShare } from '@posthorn/fairness'

/** A delivery that is due. Jobs of version 0.1.0 name neither tenant nor endpoint: then they are empty. */
export interface Due {
  tenantId: string
  endpointId: string
  deliveryId: DeliveryId
}

/** Who is served now. */
export interface Serving {
  tenant: (tenantId: string) => boolean
  endpoint: (tenantId: string, endpointId: string) => boolean
}

interface Backlog {
  tenantId: string
  byEndpoint: FairQueue<DeliveryId>
}

/**
 * What is due and not claimed yet, in the memory of a worker: a queue for each tenant and in it one for each endpoint, both served
 * in turn. A tenant has at most its share of the memory (`FairShare`). Each delivery is there once.
 */
export class DueDeliveries {
  readonly #share: FairShare
  /** In the order in which they are served: the first is next. */
  readonly #ring = new Map<string, Backlog>()
  readonly #known = new Set<DeliveryId>()

  /** @param max deliveries of all tenants */
  constructor(max: number) {
    this.#share = new FairShare(max)
  }

  get size(): number {
    return this.#known.size
  }

  /** How many more there may be. */
  get free(): number {
    return this.#share.free
  }

  /** The tenants that have some, and how many. */
  sizes(): [tenantId: string, size: number][] {
    return [...this.#ring].map(([tenantId, { byEndpoint }]) => [tenantId, byEndpoint.size])
  }

  sizeOf(tenantId: string): number {
    return this.#share.heldBy(tenantId)
  }

  /** Whether a tenant may have more. */
  allows(tenantId: string): boolean {
    return this.#share.allows(tenantId)
  }

  /** Adds a delivery, whether or not its tenant may have more, unless it is there. */
  add({ tenantId, endpointId, deliveryId }: Due): void {
    if (this.#known.has(deliveryId)) return
    this.#known.add(deliveryId)
    this.#share.take(tenantId)
    let backlog = this.#ring.get(tenantId)
    if (backlog === undefined) {
      backlog = { tenantId, byEndpoint: new FairQueue() }
      this.#ring.set(tenantId, backlog)
    }
    backlog.byEndpoint.add(endpointId, deliveryId)
  }

  /** Takes the delivery that is served next; undefined when there is none, or none that may be served. */
  next({ tenant, endpoint }: Serving): Due | undefined {
    for (const tenantId of this.#ring.keys()) {
      const next = tenant(tenantId) ? this.nextOf(tenantId, endpoint) : undefined
      if (next !== undefined) return next
    }
    return undefined
  }

  /** Takes the next one of a tenant, which is served last now. */
  nextOf(tenantId: string, endpoint: Serving['endpoint']): Due | undefined {
    const backlog = this.#ring.get(tenantId)
    const queued = backlog?.byEndpoint.next((endpointId) => endpoint(tenantId, endpointId))
    if (backlog === undefined || queued === undefined) return undefined
    this.#known.delete(queued.item)
    this.#share.release(tenantId)
    this.#ring.delete(tenantId)
    if (backlog.byEndpoint.size > 0) this.#ring.set(tenantId, backlog)
    return { tenantId, endpointId: queued.key, deliveryId: queued.item }
  }

  /** Takes all of it. */
  takeAll(): Due[] {
    const all: Due[] = []
    const serving = { tenant: () => true, endpoint: () => true }
    for (let due = this.next(serving); due !== undefined; due = this.next(serving)) all.push(due)
    return all
  }
}
