const MINUTE_MS = 60_000
/** Rejected requests recorded for each source and minute: untrusted senders must not fill the disk. */
const REQUESTS_MAX = 60
/** Likewise over the rate limit: the others must not lose their room to a sender that is only too fast. */
const THROTTLED_MAX = 5
/** Of larger bodies that are kept as a whole, for each source and minute. */
const BYTES_MAX = 2 * 1024 * 1024

/** What each source's rejected requests may take of the store in the current minute. */
export interface RejectionQuotas {
  /** @returns false when the source has used up its requests of this kind */
  takeRequest(sourceId: string, kind?: 'throttled'): boolean
  /** @returns false, taking nothing, when the source has fewer bytes left */
  takeBytes(sourceId: string, bytes: number): boolean
}

interface Usage {
  requests: number
  throttled: number
  bytes: number
}

/** @param now milliseconds; only differences count */
export function createRejectionQuotas(now: () => number = () => performance.now()): RejectionQuotas {
  let minute = 0
  let usages = new Map<string, Usage>()

  function usageOf(sourceId: string): Usage {
    const current = Math.floor(now() / MINUTE_MS)
    if (current !== minute) {
      minute = current
      usages = new Map()
    }
    const found = usages.get(sourceId) ?? { requests: 0, throttled: 0, bytes: 0 }
    usages.set(sourceId, found)
    return found
  }

  return {
    takeRequest(sourceId, kind) {
      const used = usageOf(sourceId)
      if (kind === 'throttled') {
        used.throttled += 1
        return used.throttled <= THROTTLED_MAX
      }
      used.requests += 1
      return used.requests <= REQUESTS_MAX
    },
    takeBytes(sourceId, bytes) {
      const used = usageOf(sourceId)
      if (used.bytes + bytes > BYTES_MAX) return false
      used.bytes += bytes
      return true
    },
  }
}
