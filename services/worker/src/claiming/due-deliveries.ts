import type { DeliveryId } from '@posthorn/contracts'
import { FairQueue, FairShare } from '@posthorn/fairness'

/** A tenant with at most this number of due deliveries is light; up to this number more of it are always accepted. */
export const LIGHT_DUE_MAX = 16
/** Extra memory for light tenants, as a part of the memory for all. */
const EXTRA_FOR_LIGHT = 1 / 2

/** A due delivery. Tenant and endpoint are empty for jobs of version 0.1.0, which do not name them. */
export interface Due {
  tenantId: string
  endpointId: string
  deliveryId: DeliveryId
}

/** Which tenants and endpoints may be served now. */
export interface Serving {
  tenant: (tenantId: string) => boolean
  endpoint: (tenantId: string, endpointId: string) => boolean
}

interface DueOfTenant {
  tenantId: string
  byEndpoint: FairQueue<DeliveryId>
}

/** Light tenants have few due deliveries, backlogged ones have more. */
export type TenantLoad = 'light' | 'backlogged'

/**
 * Due deliveries that are not claimed yet, in memory: a queue for each tenant and in it one for each endpoint, both served in turn. A
 * tenant has at most its share of the memory (`FairShare`). Light tenants have extra memory, so that they do not wait when others
 * have filled theirs. Each delivery is there once.
 */
export class DueDeliveries {
  readonly #share: FairShare
  /** In the order of service: the first is next. Separate, so that neither is searched for the other. */
  readonly #rings: Record<TenantLoad, Map<string, DueOfTenant>> = { light: new Map(), backlogged: new Map() }
  readonly #sizeMax: number
  readonly #known = new Set<DeliveryId>()

  /** @param max deliveries of all tenants; light tenants may have half as many beyond */
  constructor(max: number) {
    this.#share = new FairShare(max)
    this.#sizeMax = max * (1 + EXTRA_FOR_LIGHT)
  }

  get size(): number {
    return this.#known.size
  }

  /** Free room that tenants share. */
  get free(): number {
    return this.#share.free
  }

  /** Whether there is no room for any tenant. */
  get isFull(): boolean {
    return this.size >= this.#sizeMax
  }

  /** Tenants with due deliveries, and how many. */
  sizes(): [tenantId: string, size: number][] {
    const { light, backlogged } = this.#rings
    return [...backlogged, ...light].map(([tenantId, { byEndpoint }]) => [tenantId, byEndpoint.size])
  }

  sizeOf(tenantId: string): number {
    return this.#share.heldBy(tenantId)
  }

  /** Whether a tenant may have `count` more. */
  allows(tenantId: string, count = 1): boolean {
    if (count <= LIGHT_DUE_MAX && this.sizeOf(tenantId) < LIGHT_DUE_MAX) return !this.isFull
    return this.#share.allows(tenantId, count)
  }

  /** Adds a delivery, whether or not its tenant may have more, unless it is there. */
  add(due: Due): void {
    this.#add(due, 'last')
  }

  /** Puts back one that was taken and could not be claimed: it is the next one of its endpoint again. */
  putBack(due: Due): void {
    this.#add(due, 'first')
  }

  #add({ tenantId, endpointId, deliveryId }: Due, end: 'first' | 'last'): void {
    if (this.#known.has(deliveryId)) return
    this.#known.add(deliveryId)
    this.#share.take(tenantId)
    const known = this.#dueOf(tenantId)
    const ofTenant = known ?? { tenantId, byEndpoint: new FairQueue() }
    if (end === 'first') ofTenant.byEndpoint.addFirst(endpointId, deliveryId)
    else ofTenant.byEndpoint.add(endpointId, deliveryId)
    if (known === undefined || ofTenant.byEndpoint.size === LIGHT_DUE_MAX + 1) this.#moveToEnd(ofTenant)
  }

  /** Takes the next delivery of one kind of tenants; undefined when none may be served. */
  next({ tenant, endpoint }: Serving, load: TenantLoad): Due | undefined {
    for (const tenantId of this.#rings[load].keys()) {
      const next = tenant(tenantId) ? this.nextOf(tenantId, endpoint) : undefined
      if (next !== undefined) return next
    }
    return undefined
  }

  /** Takes the next delivery of a tenant, and moves the tenant to the end. */
  nextOf(tenantId: string, endpoint: Serving['endpoint']): Due | undefined {
    const ofTenant = this.#dueOf(tenantId)
    const queued = ofTenant?.byEndpoint.next((endpointId) => endpoint(tenantId, endpointId))
    if (ofTenant === undefined || queued === undefined) return undefined
    this.#known.delete(queued.item)
    this.#share.release(tenantId)
    this.#moveToEnd(ofTenant)
    return { tenantId, endpointId: queued.key, deliveryId: queued.item }
  }

  /** Takes all deliveries. */
  takeAll(): Due[] {
    const all: Due[] = []
    for (const [tenantId] of this.sizes()) {
      const take = () => this.nextOf(tenantId, () => true)
      for (let due = take(); due !== undefined; due = take()) all.push(due)
    }
    return all
  }

  #dueOf(tenantId: string): DueOfTenant | undefined {
    return this.#rings.light.get(tenantId) ?? this.#rings.backlogged.get(tenantId)
  }

  /** Moves it to the end of the ring for its size; to none when it is empty. */
  #moveToEnd(ofTenant: DueOfTenant): void {
    const { light, backlogged } = this.#rings
    const { tenantId, byEndpoint } = ofTenant
    light.delete(tenantId)
    backlogged.delete(tenantId)
    if (byEndpoint.size > 0) (byEndpoint.size <= LIGHT_DUE_MAX ? light : backlogged).set(tenantId, ofTenant)
  }
}
