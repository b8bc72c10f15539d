import type { DeliveryReason } from '../deliveries/delivery-reason.ts'
import type { Explanation } from './explanation.ts'

/** Why a delivery failed or was cancelled, and what a pending one waits for. */
export const DELIVERY_REASON_EXPLANATIONS: Readonly<Record<DeliveryReason, Explanation>> = {
  schedule_exhausted: {
    title: 'All retries used up',
    explanation: 'Every attempt of the retry schedule has failed.',
    fix: 'Correct the cause of the last attempt, then retry this delivery or recover the endpoint.',
  },
  not_retried: {
    title: 'Not retried',
    explanation: 'A repetition of the request would not help: redirects and most 4xx end a delivery at once.',
    fix: 'Correct the cause, then retry. To retry such failures too, set retryOn of the endpoint to any-failure.',
  },
  endpoint_gone: {
    title: 'Endpoint gone',
    explanation: 'The receiver replied 410, so its endpoint was disabled.',
    fix: 'If that was a mistake, correct the receiver, enable the endpoint and retry.',
  },
  destination_blocked: {
    title: 'Destination not allowed',
    explanation: 'The address of the endpoint is not public, or the operator has blocked it.',
    fix: 'Use a public address. The operator can open ranges with EGRESS_ALLOW_CIDRS.',
  },
  cancelled_by_request: {
    title: 'Cancelled',
    explanation: 'Someone cancelled this delivery. The audit log names the key.',
    fix: 'Replay the event to send it again.',
  },
  endpoint_deleted: {
    title: 'Endpoint deleted',
    explanation: 'The endpoint was deleted while this delivery was pending.',
    fix: 'Replay the event to another endpoint.',
  },
  expired: {
    title: 'Expired',
    explanation: 'The delivery was still pending when its retention period ended.',
    fix: 'Publish the event again if it is still of use.',
  },
  content_removed: {
    title: 'Content removed',
    explanation: 'The content of the event was removed, so there is nothing to send.',
    fix: 'Publish a new event.',
  },
  relay_expired: {
    title: 'No listener in time',
    explanation: 'The delivery waited for a listener of its relay for 24 hours, or 1,000 newer ones waited.',
    fix: 'Connect a listener, then replay the event.',
  },
  no_listener: {
    title: 'Waiting for a listener',
    explanation: 'The endpoint is a relay. Its deliveries wait until a listener fetches them.',
    fix: 'Connect a listener, for example with posthorn listen.',
  },
  endpoint_disabled: {
    title: 'Endpoint disabled',
    explanation: 'The endpoint is disabled. Its pending deliveries wait.',
    fix: 'Enable the endpoint: what waits is then sent.',
  },
  circuit_open: {
    title: 'Endpoint paused',
    explanation: 'The endpoint keeps failing, so only single attempts probe whether it works again.',
    fix: 'Correct the cause of the last attempts. Sending continues with the first success.',
  },
  in_flight_limit: {
    title: 'Waiting for a slot',
    explanation: 'The endpoint has as many requests in flight as it may have.',
    fix: 'Nothing, or raise maxInFlight of the endpoint.',
  },
  rate_limited: {
    title: 'Rate limit',
    explanation: 'The rate limit of the endpoint is used up for the moment.',
    fix: 'Nothing, or raise rateLimitPerSecond of the endpoint.',
  },
  scheduled: {
    title: 'Scheduled',
    explanation: 'The first attempt is due later.',
    fix: 'Nothing to do.',
  },
  retrying: {
    title: 'Waiting for the next attempt',
    explanation: 'The last attempt failed. The retry schedule makes the next one due later.',
    fix: 'Correct the cause of the last attempt. Retry to make an attempt now.',
  },
}
