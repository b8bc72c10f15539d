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
    help: 'Attempts made and put on record. The error code is "none" where there was a reply.',
    labelNames: ['outcome', 'error_code'],
  })
  const attemptSeconds = metrics.histogram({
    name: 'posthorn_attempt_duration_seconds',
    help: 'Time that an attempt took, up to the end of the reply.',
    labelNames: ['outcome'],
  })
  const overdue = metrics.gauge({
    name: 'posthorn_deliveries_overdue',
    help: 'Deliveries that have been due for 10 seconds and that no worker has, at most 10000. Every worker says the same.',
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
