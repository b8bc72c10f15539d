import type { RequestCause } from '@posthorn/contracts'
import { type Database, type RequestRecord, storeRejectedRequest } from '@posthorn/database'

const MINUTE_MS = 60_000
/** Rejected requests kept for each source and minute: anyone can send them, so they must not fill the disk. */
const KEPT_PER_MINUTE = 60

export interface RejectionLog {
  /** Keeps a rejected request, unless its source has had its share of this minute. Never fails the caller. */
  add(request: RequestRecord, cause: RequestCause): Promise<void>
}

/** The list of rejected requests, bounded for each source. What is not kept is counted in the log of the service. */
export function createRejectionLog(
  database: Database,
  log: { warn(fields: Record<string, unknown>, message: string): void },
): RejectionLog {
  let minute = 0
  let counts = new Map<string, number>()

  function takeShare({ sourceId, receivedAt }: RequestRecord): boolean {
    const current = Math.floor(receivedAt.getTime() / MINUTE_MS)
    if (current !== minute) {
      minute = current
      counts = new Map()
    }
    const count = (counts.get(sourceId) ?? 0) + 1
    counts.set(sourceId, count)
    return count <= KEPT_PER_MINUTE
  }

  return {
    async add(request, cause) {
      const kept = takeShare(request)
      log.warn({ sourceId: request.sourceId, cause, bodyBytes: request.bodyBytes, kept }, 'request.rejected')
      if (!kept) return
      try {
        await storeRejectedRequest(database, request, cause)
      } catch (error) {
        // The sender's answer does not depend on it.
        log.warn({ err: error, sourceId: request.sourceId }, 'request.rejected_unrecorded')
      }
    },
  }
}
