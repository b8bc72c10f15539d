import { FairShare } from '@posthorn/fairness'

/** How many times what is free a tenant may have in flight, and an endpoint of what its tenant may still have. */
const GREED = 2

export interface Capacity {
  /** Deliveries in flight at once, at least 1. */
  slots: number
  /** What they may take up in memory, together. */
  bytes: number
  /** What one takes up besides its body. */
  bytesPerSlot: number
}

/** The capacity that one delivery takes up, from before its claim until its record is written. */
export interface Slot {
  /** Counts the body, once it is there. */
  addBytes(bytes: number): void
  /** Further calls do nothing. */
  release(): void
}

/**
 * What a worker has in flight, and who may have more: by tenant first and by endpoint second, each by dynamic thresholds
 * (`FairShare`). However many requests of one tenant hang, there is capacity for the others; and however many of one endpoint, there
 * is some for the other endpoints of its tenant.
 */
export class InFlight {
  readonly #slots: FairShare
  readonly #bytes: FairShare
  readonly #bytesPerSlot: number
  readonly #endpoints = new Map<string, Map<string, number>>()
  readonly #onRelease: () => void
  #whenEmpty: (() => void)[] = []

  /** @param onRelease called after each release */
  constructor({ slots, bytes, bytesPerSlot }: Capacity, onRelease: () => void = () => {}) {
    this.#slots = new FairShare(slots, GREED)
    this.#bytes = new FairShare(bytes, GREED)
    this.#bytesPerSlot = bytesPerSlot
    this.#onRelease = onRelease
  }

  /** Deliveries in flight. */
  get size(): number {
    return this.#slots.held
  }

  /** Whether one more delivery of the tenant may be in flight. */
  allowsTenant(tenantId: string): boolean {
    return this.#slots.allows(tenantId) && this.#bytes.allows(tenantId)
  }

  /** Whether one more of the endpoint may be, if one of its tenant may. */
  allowsEndpoint(tenantId: string, endpointId: string): boolean {
    const held = this.#endpoints.get(tenantId)?.get(endpointId) ?? 0
    const tenantMax = GREED * this.#slots.free
    return held === 0 || held < GREED * (tenantMax - this.#slots.heldBy(tenantId))
  }

  /** Takes capacity, whether or not it is allowed. */
  take(tenantId: string, endpointId: string): Slot {
    let bytes = this.#bytesPerSlot
    this.#slots.take(tenantId)
    this.#bytes.take(tenantId, bytes)
    this.#count(tenantId, endpointId, 1)
    let isTaken = true
    return {
      addBytes: (more) => {
        bytes += more
        this.#bytes.take(tenantId, more)
      },
      release: () => {
        if (!isTaken) return
        isTaken = false
        this.#slots.release(tenantId)
        this.#bytes.release(tenantId, bytes)
        this.#count(tenantId, endpointId, -1)
        if (this.size === 0) this.#tellEmpty()
        this.#onRelease()
      },
    }
  }

  /** Until nothing is in flight. */
  async empty(): Promise<void> {
    if (this.size === 0) return
    const { promise, resolve } = Promise.withResolvers<void>()
    this.#whenEmpty.push(resolve)
    await promise
  }

  #tellEmpty(): void {
    for (const tell of this.#whenEmpty) tell()
    this.#whenEmpty = []
  }

  #count(tenantId: string, endpointId: string, change: number): void {
    const endpoints = this.#endpoints.get(tenantId) ?? new Map<string, number>()
    const count = (endpoints.get(endpointId) ?? 0) + change
    if (count > 0) endpoints.set(endpointId, count)
    else endpoints.delete(endpointId)
    if (endpoints.size > 0) this.#endpoints.set(tenantId, endpoints)
    else this.#endpoints.delete(tenantId)
  }
}
