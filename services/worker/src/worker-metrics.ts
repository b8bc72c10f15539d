import type { Metrics } from '@posthorn/service'
import type { Outcome } from '@posthorn/webhook'

/** A recorded attempt. */
export interface MadeAttempt {
  outcome: Outcome['kind']
  errorCode: string | undefined
  ms: number
}

/** Metrics of a worker. */
export function createWorkerMetrics(metrics: Metrics) {
  const attempts = metrics.counter({
    name: 'posthorn_attempts_total',
    help: 'Recorded attempts. The error code is "none" for attempts with a reply.',
    labelNames: ['outcome', 'error_code'],
  })
  const attemptSeconds = metrics.histogram({
    name: 'posthorn_attempt_duration_seconds',
    help: 'Duration of an attempt, up to the end of the reply.',
    labelNames: ['outcome'],
  })
  const overdue = metrics.gauge({
    name: 'posthorn_deliveries_overdue',
    help: 'Deliveries that have been due for 10 seconds and are not claimed, at most 10000. Every worker reports the same value.',
  })

  return {
    countAttempt({ outcome, errorCode = 'none', ms }: MadeAttempt): void {
      attempts.inc({ outcome, error_code: errorCode })
      attemptSeconds.observe({ outcome }, ms / 1000)
    },
    setOverdue(deliveries: number): void {
      overdue.set(deliveries)
    },
  }
}

export type WorkerMetrics = ReturnType<typeof createWorkerMetrics>
