import type { EventId } from '@posthorn/contracts'

const KIB = 1024
/** What is read for one tenant in one claim. What it could wait for is the time that this takes, of those that share the claim. */
const BYTES_MAX = { shared: 256 * KIB, own: 1024 * KIB, large: 4096 * KIB }

/** The batches that there are: of many tenants with little, of one with a backlog, of one with large bodies. */
export const KINDS = ['shared', 'own', 'large'] as const
export type Kind = (typeof KINDS)[number]

/** How much one claim reads, of each tenant: an event once, however many of the deliveries are of it. */
export class ClaimBudget {
  readonly #kind: Kind
  readonly #readOfEvent = new Map<EventId, number>()
  readonly #readOf = new Map<string, number>()

  constructor(kind: Kind) {
    this.#kind = kind
  }

  /** Whether a body of so many bytes comes into a claim of this kind at all. */
  takes(bytes: number): boolean {
    return this.#kind === 'large' || bytes <= BYTES_MAX[this.#kind]
  }

  /** Whether it comes into this one: the first always, and where bodies may be of any size, one that goes beyond the budget too. */
  allows(tenantId: string, eventId: EventId, bytes: number): boolean {
    const more = this.#moreOf(eventId, bytes)
    const read = this.#readOf.get(tenantId) ?? 0
    if (more === 0) return true
    return this.#kind === 'large' ? read < BYTES_MAX.large : read + more <= BYTES_MAX[this.#kind]
  }

  /** It is going to be read. */
  count(tenantId: string, eventId: EventId, bytes: number): void {
    const more = this.#moreOf(eventId, bytes)
    this.#readOfEvent.set(eventId, bytes)
    this.#readOf.set(tenantId, (this.#readOf.get(tenantId) ?? 0) + more)
  }

  #moreOf(eventId: EventId, bytes: number): number {
    return Math.max(0, bytes - (this.#readOfEvent.get(eventId) ?? 0))
  }
}
