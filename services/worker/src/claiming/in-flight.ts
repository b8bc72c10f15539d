import { FairShare } from '@posthorn/fairness'

/** Multiple of the free capacity that a tenant may use, and of its tenant's remaining share that an endpoint may use. */
const FREE_MULTIPLE = 2
/** Larger bodies leave this part of the memory free for small ones. */
const SMALL_BODY_BYTES = 64 * 1024
const RESERVED_SHARE = 1 / 8
/** Deliveries with a request or without a record are together at most 1 + this times the slots. */
const UNRECORDED_MULTIPLE = 1

export interface Capacity {
  /** Requests at once, at least 1. */
  slots: number
  /** Memory for all of them. */
  bytes: number
  /** Memory of one delivery besides its body. */
  bytesPerSlot: number
}

/** Capacity for one delivery, from before its claim until its request has ended. Its memory is counted until its record is written. */
export interface Slot {
  /** The request has ended, so that another may begin. The memory is in use until `release`. Further calls do nothing. */
  endRequest(): void
  /**
   * Counts the body, instead of one that was counted before. Call it before the body is read.
   * @returns false when the tenant may not have it in memory
   */
  takeBody(bytes: number): boolean
  /** Further calls do nothing. */
  release(): void
}

/** A counted body: in the share of its tenant, or the one that exceeds all shares. */
interface Body {
  bytes: number
  exceedsShare: boolean
}

/**
 * Deliveries in flight, shared by tenant first and by endpoint second, with dynamic thresholds (`FairShare`). While requests of one
 * tenant hang, other tenants have capacity; while requests of one endpoint hang, other endpoints of its tenant have some. A body too
 * large for the thresholds would wait as long as there is other work: one such body at a time may exceed them, of a tenant that holds
 * less than its size.
 */
export class InFlight {
  readonly #requests: FairShare
  /** Of all that is in flight, also while it is recorded. */
  readonly #deliveries: FairShare
  readonly #bytes: FairShare
  readonly #bytesPerSlot: number
  readonly #reservedBytes: number
  #isShareExceeded = false
  readonly #endpoints = new Map<string, Map<string, number>>()
  readonly #onRelease: () => void
  #whenEmpty: (() => void)[] = []

  /** @param onRelease called after each end of a request, and after each release */
  constructor({ slots, bytes, bytesPerSlot }: Capacity, onRelease: () => void = () => {}) {
    this.#requests = new FairShare(slots, FREE_MULTIPLE)
    this.#deliveries = new FairShare((1 + UNRECORDED_MULTIPLE) * slots, FREE_MULTIPLE)
    this.#bytes = new FairShare(bytes, FREE_MULTIPLE)
    this.#bytesPerSlot = bytesPerSlot
    this.#reservedBytes = bytes * RESERVED_SHARE
    this.#onRelease = onRelease
  }

  /** Deliveries whose request has not ended. */
  get requests(): number {
    return this.#requests.held
  }

  /** Deliveries in flight, also those that are being recorded. */
  get size(): number {
    return this.#deliveries.held
  }

  /** Whether no tenant may have one more delivery in flight. */
  get isFull(): boolean {
    return this.#requests.free < 1 || this.#deliveries.free < 1 || this.#bytes.free < this.#bytesPerSlot
  }

  /** Whether one more delivery of the tenant may be in flight. */
  allowsTenant(tenantId: string): boolean {
    return (
      this.#requests.allows(tenantId) &&
      this.#deliveries.allows(tenantId) &&
      this.#bytes.allows(tenantId, this.#bytesPerSlot)
    )
  }

  /** Whether one more delivery of the tenant with this body may be in memory: `takeBody` then takes the body. */
  allowsBody(tenantId: string, bytes: number): boolean {
    if (bytes === 0) return true
    return (
      this.#allowsWithinShare(tenantId, bytes, this.#bytesPerSlot) || this.#allowsExceeding(tenantId, bytes)
    )
  }

  /** Whether one more of the endpoint may be in flight, if one of its tenant may. */
  allowsEndpoint(tenantId: string, endpointId: string): boolean {
    const held = this.#endpoints.get(tenantId)?.get(endpointId) ?? 0
    const tenantMax = FREE_MULTIPLE * this.#requests.free
    return held === 0 || held < FREE_MULTIPLE * (tenantMax - this.#requests.heldBy(tenantId))
  }

  /** Takes capacity, whether or not it is allowed. */
  take(tenantId: string, endpointId: string): Slot {
    let body: Body = { bytes: 0, exceedsShare: false }
    this.#requests.take(tenantId)
    this.#deliveries.take(tenantId)
    this.#bytes.take(tenantId, this.#bytesPerSlot)
    this.#count(tenantId, endpointId, 1)
    let isTaken = true
    let isRequested = true
    const releaseRequest = () => {
      isRequested = false
      this.#requests.release(tenantId)
      this.#count(tenantId, endpointId, -1)
    }
    return {
      endRequest: () => {
        if (!isRequested) return
        releaseRequest()
        this.#onRelease()
      },
      takeBody: (bytes) => {
        this.#returnBody(tenantId, body)
        const taken = this.#takeBody(tenantId, bytes)
        body = taken ?? { bytes: 0, exceedsShare: false }
        return taken !== undefined
      },
      release: () => {
        if (!isTaken) return
        isTaken = false
        if (isRequested) releaseRequest()
        this.#returnBody(tenantId, body)
        this.#deliveries.release(tenantId)
        this.#bytes.release(tenantId, this.#bytesPerSlot)
        if (this.size === 0) this.#resolveEmpty()
        this.#onRelease()
      },
    }
  }

  #takeBody(tenantId: string, bytes: number): Body | undefined {
    if (bytes === 0 || this.#allowsWithinShare(tenantId, bytes)) {
      this.#bytes.take(tenantId, bytes)
      return { bytes, exceedsShare: false }
    }
    if (!this.#allowsExceeding(tenantId, bytes)) return undefined
    this.#isShareExceeded = true
    return { bytes, exceedsShare: true }
  }

  #returnBody(tenantId: string, { bytes, exceedsShare }: Body): void {
    if (exceedsShare) this.#isShareExceeded = false
    else this.#bytes.release(tenantId, bytes)
  }

  /** @param slotBytes of a delivery that is not in flight yet */
  #allowsWithinShare(tenantId: string, bytes: number, slotBytes = 0): boolean {
    const isReserved = bytes > SMALL_BODY_BYTES && this.#bytes.free - slotBytes - bytes < this.#reservedBytes
    return !isReserved && this.#bytes.allows(tenantId, slotBytes + bytes)
  }

  #allowsExceeding(tenantId: string, bytes: number): boolean {
    const heldBytes = this.#bytes.heldBy(tenantId) - this.#deliveries.heldBy(tenantId) * this.#bytesPerSlot
    return !this.#isShareExceeded && heldBytes < bytes
  }

  /** Resolves when nothing is in flight. */
  async empty(): Promise<void> {
    if (this.size === 0) return
    const { promise, resolve } = Promise.withResolvers<void>()
    this.#whenEmpty.push(resolve)
    await promise
  }

  #resolveEmpty(): void {
    for (const resolve of this.#whenEmpty) resolve()
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
