import { EVENTS_TOTAL, type Metrics } from '@posthorn/runtime'

export type ApiMetrics = ReturnType<typeof createApiMetrics>

/** Metrics of the API, besides those of every service. */
export function createApiMetrics(metrics: Metrics) {
  const events = metrics.counter(EVENTS_TOTAL)
  events.inc({ via: 'api' }, 0)
  const liveStreams = metrics.gauge({
    name: 'posthorn_live_streams',
    help: 'Open streams of live updates. Of at most 1,000 in a process, one tenant has at most 200.',
  })
  return {
    countEvents(count: number): void {
      events.inc({ via: 'api' }, count)
    },
    setLiveStreams(open: number): void {
      liveStreams.set(open)
    },
  }
}
