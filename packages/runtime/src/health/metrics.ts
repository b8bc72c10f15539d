import { collectDefaultMetrics, Registry } from 'prom-client'
import packageJson from '../../package.json' with { type: 'json' }
import { observeBatches } from './batch-metrics.ts'
import { watchEventLoop } from './event-loop.ts'
import { createMetricFactory } from './metric-factory.ts'
import { createStoreMetrics } from './store-metrics.ts'
import { observeLostSpans } from './trace-metrics.ts'

/** Shared by the API and the ingest service. */
export const EVENTS_TOTAL = {
  name: 'posthorn_events_total',
  help: 'Events accepted and stored, without duplicates.',
  labelNames: ['via'],
} as const

let ofProcess: Registry | undefined

/** Those of prom-client about Node.js, once for all services of the process: each time starts a timer and an observer. */
function processMetrics(): Registry {
  if (ofProcess === undefined) {
    ofProcess = new Registry()
    collectDefaultMetrics({ register: ofProcess })
  }
  return ofProcess
}

/**
 * Metrics of a service for Prometheus. Names begin with `posthorn_`. A label has few values, known in advance: never a tenant, an id or
 * a requested path. docs/metrics.md is generated from them.
 * @param service name of the service, the same as in its log
 */
export function createMetrics(service: string) {
  const registry = new Registry()
  const metric = createMetricFactory(registry)
  processMetrics()
  const eventLoop = watchEventLoop()
  metric.gauge({
    name: 'posthorn_event_loop_blocked_seconds',
    help: 'The longest time since the last scrape for which the process blocked its event loop. CPU time, in steps of 10 ms.',
    collect() {
      this.set(eventLoop.takeLongestBlockMs() / 1000)
    },
  })
  const requestSeconds = metric.histogram({
    name: 'posthorn_http_request_duration_seconds',
    help: 'Time from the head of a request to the end of its reply. The route is the pattern that the path matched, or "none".',
    labelNames: ['method', 'route', 'status'],
  })
  metric
    .gauge({
      name: 'posthorn_build_info',
      help: 'Always 1: the service and the version that run in the process.',
      labelNames: ['service', 'version'],
    })
    .set({ service, version: packageJson.version }, 1)
  observeBatches(metric)
  observeLostSpans(metric)

  return {
    ...metric,
    contentType: registry.contentType,
    /** All metrics in the text format of Prometheus. */
    text: async () =>
      (await Promise.all([processMetrics(), registry].map((each) => each.metrics()))).join('\n'),
    /** @param request.route the pattern that the path matched; undefined where it matched none */
    countRequest({ method, route = 'none', status, ms }: CompletedRequest): void {
      requestSeconds.observe({ method, route, status }, ms / 1000)
    },
    stores: createStoreMetrics(metric),
    /** What is registered, in the order of registration. */
    described: () => [...processMetrics().getMetricsAsArray(), ...registry.getMetricsAsArray()],
  }
}

export type Metrics = ReturnType<typeof createMetrics>

/** A request whose reply was sent. */
export interface CompletedRequest {
  method: string
  route: string | undefined
  status: number
  ms: number
}
