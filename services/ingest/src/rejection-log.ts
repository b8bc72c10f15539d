import type { RequestCause } from '@posthorn/contracts'
import { type Database, type RequestRecord, storeRejectedRequest } from '@posthorn/database'
import type { IngestMetrics } from './ingest-metrics.ts'

const MINUTE_MS = 60_000
/** Rejected requests recorded for each source and minute: untrusted senders must not fill the disk. */
const RECORDS_PER_MINUTE = 60

export interface RejectionLog {
  /** Records a rejected request, unless its source has used up its share of the minute. Never throws. */
  add(request: RequestRecord, cause: RequestCause): Promise<void>
}

/**
 * The list of rejected requests, limited for each source. Requests that are not recorded appear in the service's log
 * only.
 */
export function createRejectionLog(
  database: Database,
  log: { warn(fields: Record<string, unknown>, message: string): void },
  metrics: Pick<IngestMetrics, 'countRejected'>,
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
    return count <= RECORDS_PER_MINUTE
  }

  return {
    async add(request, cause) {
      metrics.countRejected(cause)
      const kept = takeShare(request)
      log.warn({ sourceId: request.sourceId, cause, bodyBytes: request.bodyBytes, kept }, 'request.rejected')
      if (!kept) return
      try {
        await storeRejectedRequest(database, request, cause)
      } catch (error) {
        // The reply to the sender does not depend on the record.
        log.warn({ err: error, sourceId: request.sourceId }, 'request.record_failed')
      }
    },
  }
}
