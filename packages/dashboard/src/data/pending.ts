/** Pending deliveries are counted up to this many: of a tenant, and of each endpoint. */
export const COUNTED_MAX = 1_000

/** What waits, as a page of endpoints has it. */
export interface WaitingPage {
  data: readonly { pending: number; oldestAt: string | null }[]
  nextCursor: string | null
}

/** How many deliveries wait, and since when. */
export interface Pending {
  count: number
  /** There may be more, of these endpoints or of others. */
  isMore: boolean
  oldestAt: string | undefined
  /** Another endpoint may have an older one. */
  isOldestOfAll: boolean
}

/** Sums up a page of endpoints. */
export function sumPending({ data, nextCursor }: WaitingPage): Pending {
  const [oldestAt] = data.flatMap((endpoint) => endpoint.oldestAt ?? []).toSorted()
  return {
    count: data.reduce((sum, { pending }) => sum + pending, 0),
    isMore: nextCursor !== null || data.some(({ pending }) => pending >= COUNTED_MAX),
    oldestAt,
    isOldestOfAll: nextCursor === null,
  }
}
