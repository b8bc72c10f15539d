import { RequestCause } from '@posthorn/contracts'
import { EVENTS_TOTAL, type Metrics } from '@posthorn/runtime'

/** A recorded cause, or `unknown_source`: there is no source at the URL, and so no record. */
export type RejectionCause = RequestCause | 'unknown_source'

export type IngestMetrics = ReturnType<typeof createIngestMetrics>

/** Metrics of the ingest service, besides those of every service. Every series exists from the start, so that rates see the first one. */
export function createIngestMetrics(metrics: Metrics) {
  const events = metrics.counter(EVENTS_TOTAL)
  events.inc({ via: 'ingest' }, 0)
  const requests = metrics.counter({
    name: 'posthorn_ingest_requests_total',
    help:
      'Webhooks by outcome: accepted, duplicate, rejected or handshake. The cause is that of the list of requests, "unknown_source" where the ' +
      'URL has none, "none" for those that are not rejected. Requests that got a 408 or 5xx are not counted: see the durations.',
    labelNames: ['outcome', 'cause'],
  })
  const countOutcome = (outcome: 'accepted' | 'duplicate' | 'handshake', count: number) =>
    requests.inc({ outcome, cause: 'none' }, count)
  const rejected = (cause: RejectionCause, count: number) =>
    requests.inc({ outcome: 'rejected', cause }, count)
  countOutcome('accepted', 0)
  countOutcome('duplicate', 0)
  countOutcome('handshake', 0)
  for (const cause of [...RequestCause.options, 'unknown_source'] as const) rejected(cause, 0)

  return {
    countAccepted(eventCount: number): void {
      events.inc({ via: 'ingest' }, eventCount)
      countOutcome('accepted', 1)
    },
    countDuplicate(): void {
      countOutcome('duplicate', 1)
    },
    countHandshake(): void {
      countOutcome('handshake', 1)
    },
    countRejected(cause: RejectionCause): void {
      rejected(cause, 1)
    },
  }
}
