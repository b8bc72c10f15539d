import type { EventId } from '@posthorn/contracts'

const KIB = 1024
/** Bytes that one claim reads for one tenant: tenants that share a claim wait for each other's bodies. */
const BYTES_MAX = { shared: 256 * KIB, backlog: 1024 * KIB, large: 4096 * KIB }

/** Kinds of batches: of many light tenants, of one with a backlog, of one with large bodies. */
export const BATCH_KINDS = ['shared', 'backlog', 'large'] as const
export type BatchKind = (typeof BATCH_KINDS)[number]

/** Bytes that one claim reads for each tenant. An event counts once for all its deliveries. */
export class ClaimBudget {
  readonly #kind: BatchKind
  readonly #readOfEvent = new Map<EventId, number>()
  readonly #readOf = new Map<string, number>()

  constructor(kind: BatchKind) {
    this.#kind = kind
  }

  /** Whether a claim of this kind can include a body of this size at all. */
  takes(bytes: number): boolean {
    return this.#kind === 'large' || bytes <= BYTES_MAX[this.#kind]
  }

  /** Whether this claim has budget for the body. A claim of large bodies may exceed its budget by one body. */
  allows(tenantId: string, eventId: EventId, bytes: number): boolean {
    const more = this.#moreOf(eventId, bytes)
    const read = this.#readOf.get(tenantId) ?? 0
    if (more === 0) return true
    return this.#kind === 'large' ? read < BYTES_MAX.large : read + more <= BYTES_MAX[this.#kind]
  }

  /** Counts a body that will be read. */
  count(tenantId: string, eventId: EventId, bytes: number): void {
    const more = this.#moreOf(eventId, bytes)
    this.#readOfEvent.set(eventId, bytes)
    this.#readOf.set(tenantId, (this.#readOf.get(tenantId) ?? 0) + more)
  }

  #moreOf(eventId: EventId, bytes: number): number {
    return Math.max(0, bytes - (this.#readOfEvent.get(eventId) ?? 0))
  }
}
