import { type EndpointWaiting, WAITING_COUNTED_MAX, type WaitingReason } from '@posthorn/contracts'
import { tableOf } from './table.ts'

/** What each reason means, and what to do if it lasts. */
const MEANINGS: Record<WaitingReason, string> = {
  in_flight: 'a worker makes the attempt now',
  scheduled: 'the retry schedule makes it due later',
  disabled: 'the endpoint is disabled: enable it to continue',
  no_listener: 'the endpoint is a relay: connect a listener',
  circuit_open: 'the endpoint fails too often: a probe is sent first',
  in_flight_limit: 'the endpoint has maxInFlight attempts in flight',
  rate_limit: "the endpoint's rateLimitPerSecond is used up",
  waking: 'the endpoint accepts it again: a worker wakes it',
  queued: 'waits for a worker: if it lasts, start more workers',
  no_worker: 'no worker is connected to the database: start one',
  queue_unavailable: 'the queue does not answer: the sweeper delivers it',
  job_missing: 'the queue has no job for it: the sweeper delivers it',
}

/** The waiting deliveries of a tenant as text, one paragraph for each endpoint. */
export function describePending(tenantId: string, endpoints: readonly EndpointWaiting[]): string {
  if (endpoints.length === 0) return `${tenantId}: nothing waits\n`
  const paragraphs = endpoints.map(({ endpointId, url, pending, causes }) => {
    const rows = causes.map(({ reason, deliveries, nextAt }) => [
      `  ${deliveries}`,
      reason,
      nextAt === null ? '' : `next ${nextAt}`,
      MEANINGS[reason],
    ])
    return `${tenantId} ${endpointId} ${url}: ${countOf(pending)} pending\n${tableOf(rows)}`
  })
  return paragraphs.join('\n')
}

/** A number that may be cut off. */
export function countOf(pending: number): string {
  return pending >= WAITING_COUNTED_MAX ? `${WAITING_COUNTED_MAX} or more` : String(pending)
}
