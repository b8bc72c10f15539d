import { timeOfId } from '@posthorn/contracts'
import type { AttemptRecord, ClaimedDelivery } from '@posthorn/database'
import type { Metrics } from '@posthorn/runtime'
import type { Outcome } from '@posthorn/webhook'
import { createMeasuredMetrics } from './measured-metrics.ts'

const MINUTE = 60
const HOUR = 60 * MINUTE
/** From one attempt of a healthy system to the end of a retry schedule. */
const ARRIVAL_BUCKETS = [0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30]
const RETRIED_BUCKETS = [MINUTE, 5 * MINUTE, 30 * MINUTE, 2 * HOUR, 6 * HOUR, 24 * HOUR]

/** A recorded attempt. */
export interface MadeAttempt {
  delivery: Pick<ClaimedDelivery, 'eventId' | 'trigger' | 'failureCount'>
  attempt: Pick<AttemptRecord, 'startedAt' | 'durationMs' | 'errorCode'>
  outcome: Outcome['kind']
}

export interface WorkerState {
  inFlight: { readonly requests: number }
  /** Deliveries in flight at once, at most. */
  slots: number
}

/** Metrics of a worker, besides those of every service. */
export function createWorkerMetrics(metrics: Metrics, { inFlight, slots }: WorkerState) {
  const attempts = metrics.counter({
    name: 'posthorn_attempts_total',
    help: 'Recorded attempts: succeeded, retry or failed. The error code is "none" for attempts with a reply.',
    labelNames: ['outcome', 'error_code'],
  })
  attempts.inc({ outcome: 'succeeded', error_code: 'none' }, 0)
  const attemptSeconds = metrics.histogram({
    name: 'posthorn_attempt_duration_seconds',
    help: 'Duration of an attempt, up to the end of the reply.',
    labelNames: ['outcome'],
  })
  const arrivalSeconds = metrics.histogram({
    name: 'posthorn_publish_to_arrival_seconds',
    help:
      'From the time at which an event was accepted until the request that delivered it was sent. The attempt is the "first" or a ' +
      '"retry". Attempts by hand, of a recovery and of tests are not counted.',
    labelNames: ['attempt'],
    buckets: [...ARRIVAL_BUCKETS, ...RETRIED_BUCKETS],
  })
  metrics.gauge({
    name: 'posthorn_deliveries_in_flight',
    help: 'Deliveries of the worker from their claim until their request has ended.',
    collect() {
      this.set(inFlight.requests)
    },
  })
  metrics
    .gauge({
      name: 'posthorn_deliveries_in_flight_max',
      help: 'How many requests the worker may make at once: WORKER_CONCURRENCY, or less if its memory is small.',
    })
    .set(slots)

  return {
    ...createMeasuredMetrics(metrics),
    countAttempt({ delivery, attempt, outcome }: MadeAttempt): void {
      const { startedAt, durationMs, errorCode = 'none' } = attempt
      attempts.inc({ outcome, error_code: errorCode })
      attemptSeconds.observe({ outcome }, durationMs / 1000)
      if (outcome !== 'succeeded' || delivery.trigger !== 'schedule') return
      // The clocks of two machines may differ by more than the delivery took.
      const ms = Math.max(0, startedAt.getTime() - timeOfId(delivery.eventId).getTime())
      arrivalSeconds.observe({ attempt: delivery.failureCount === 0 ? 'first' : 'retry' }, ms / 1000)
    },
  }
}

export type WorkerMetrics = ReturnType<typeof createWorkerMetrics>
