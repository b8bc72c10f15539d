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
  const relayConnected = metrics.gauge({
    name: 'posthorn_relay_connected',
    help: 'Listeners of relays that are connected to this process.',
  })
  const relayResults = metrics.counter({
    name: 'posthorn_relay_results_total',
    help: 'Results of listeners: recorded, or ignored because they came twice or too late.',
    labelNames: ['outcome'],
  })
  for (const outcome of ['recorded', 'ignored']) relayResults.inc({ outcome }, 0)
  return {
    countEvents(count: number): void {
      events.inc({ via: 'api' }, count)
    },
    setRelayConnected(open: number): void {
      relayConnected.set(open)
    },
    countRelayResults({ recorded, ignored }: { recorded: number; ignored: number }): void {
      relayResults.inc({ outcome: 'recorded' }, recorded)
      relayResults.inc({ outcome: 'ignored' }, ignored)
    },
    setLiveStreams(open: number): void {
      liveStreams.set(open)
    },
  }
}
