import { EVENTS_TOTAL, type Metrics } from '@posthorn/runtime'

export type ApiMetrics = ReturnType<typeof createApiMetrics>

/** Metrics of the API, besides those of every service. */
export function createApiMetrics(metrics: Metrics) {
  const events = metrics.counter(EVENTS_TOTAL)
  events.inc({ via: 'api' }, 0)
  return {
    countEvents(count: number): void {
      events.inc({ via: 'api' }, count)
    },
  }
}
