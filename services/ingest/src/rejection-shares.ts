const MINUTE_MS = 60_000
/** Rejected requests recorded for each source and minute: untrusted senders must not fill the disk. */
const REQUESTS_MAX = 60
/** Likewise over the rate limit: the others must not lose their room to a sender that is only too fast. */
const THROTTLED_MAX = 5
/** Of larger bodies that are kept as a whole, for each source and minute. */
const BYTES_MAX = 2 * 1024 * 1024

/** What a source's rejected requests may take of the store in the current minute. */
export interface RejectionShares {
  /** @returns false when the source has used up its requests of this kind */
  takeRequest(sourceId: string, kind?: 'throttled'): boolean
  /** @returns false, taking nothing, when the source has not so many bytes left */
  takeBytes(sourceId: string, bytes: number): boolean
}

interface Taken {
  requests: number
  throttled: number
  bytes: number
}

/** @param now milliseconds; only differences count */
export function createRejectionShares(now: () => number = () => performance.now()): RejectionShares {
  let minute = 0
  let taken = new Map<string, Taken>()

  function of(sourceId: string): Taken {
    const current = Math.floor(now() / MINUTE_MS)
    if (current !== minute) {
      minute = current
      taken = new Map()
    }
    const found = taken.get(sourceId) ?? { requests: 0, throttled: 0, bytes: 0 }
    taken.set(sourceId, found)
    return found
  }

  return {
    takeRequest(sourceId, kind) {
      const share = of(sourceId)
      if (kind === 'throttled') {
        share.throttled += 1
        return share.throttled <= THROTTLED_MAX
      }
      share.requests += 1
      return share.requests <= REQUESTS_MAX
    },
    takeBytes(sourceId, bytes) {
      const share = of(sourceId)
      if (share.bytes + bytes > BYTES_MAX) return false
      share.bytes += bytes
      return true
    },
  }
}
