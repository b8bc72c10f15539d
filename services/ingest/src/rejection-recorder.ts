import { type Database, type IngestSource, storeRejectedRequest } from '@posthorn/database'
import type { HintPublisher } from '@posthorn/queue'
import {
  keepBody,
  type ReceivedBody,
  type ReceivedRequest,
  type RejectedError,
  rejectionDetail,
  requestRecord,
  sealContent,
} from '@posthorn/receiving'
import type { SecretBox } from '@posthorn/secrets'
import type { IngestMetrics } from './ingest-metrics.ts'
import { createRejectionQuotas } from './rejection-quotas.ts'

/** A rejected request. */
export interface RejectedRequest {
  /** Whose version refused it. */
  source: IngestSource
  received: ReceivedRequest
  rejected: RejectedError
  /** The received length; the declared one, if the body was not read. */
  bodyBytes: number
  /** Undefined if it was not read. */
  body?: ReceivedBody
}

export interface RejectionRecorder {
  /** Records a rejected request, unless its source has used up its share of the minute. Never throws. */
  record(request: RejectedRequest): Promise<void>
}

interface RejectionRecorderDependencies {
  database: Database
  live: HintPublisher
  secretBox: SecretBox
  log: { warn(fields: Record<string, unknown>, message: string): void }
  metrics: Pick<IngestMetrics, 'countRejected'>
}

/**
 * Records rejected requests, limited for each source. Those that are not recorded appear in the service's log
 * only, those over a rate limit in its metrics only.
 */
export function createRejectionRecorder({
  database,
  live,
  secretBox,
  log,
  metrics,
}: RejectionRecorderDependencies): RejectionRecorder {
  const quotas = createRejectionQuotas()

  async function store({ source, received, rejected, bodyBytes, body }: RejectedRequest): Promise<void> {
    const record = requestRecord(source, received, { bodyBytes, secret: rejected.secret })
    const kept = keepBody(body, (bytes) => quotas.takeBytes(source.id, bytes))
    await storeRejectedRequest(database, record, {
      cause: rejected.requestCause,
      detail: rejectionDetail(rejected, kept.extent),
      sealed: sealContent(secretBox, record.id, { ...received, body: kept.bytes }),
      isWhole: kept.extent === 'whole',
    })
    live.publish(source.tenantId, 'request', [record.id], 'rejected')
  }

  return {
    async record(request) {
      const { source, rejected, bodyBytes } = request
      const sourceId = source.id
      metrics.countRejected(rejected.requestCause)
      const isThrottled = rejected.requestCause === 'rate_limited'
      const kept = quotas.takeRequest(sourceId, isThrottled ? 'throttled' : undefined)
      // A burst would fill the log.
      if (isThrottled && !kept) return
      log.warn({ sourceId, cause: rejected.requestCause, bodyBytes, kept }, 'request.rejected')
      if (!kept) return
      try {
        await store(request)
      } catch (error) {
        // The reply to the sender does not depend on the record.
        log.warn({ err: error, sourceId }, 'request.record_failed')
      }
    },
  }
}
