import { createApiMetrics } from '@posthorn/api/metrics'
import { createIngestMetrics } from '@posthorn/ingest/metrics'
import { createMetrics, type Metrics } from '@posthorn/runtime'
import { createWorkerMetrics } from '@posthorn/worker/metrics'
import { z } from 'zod'

/** As prom-client describes a registered metric. */
const Registered = z.object({
  name: z.string(),
  help: z.string(),
  type: z.enum(['counter', 'gauge', 'histogram', 'summary']),
  labelNames: z.array(z.string()),
})

/** A metric, and the services that have it. */
export interface RegisteredMetric extends z.infer<typeof Registered> {
  services: string[]
}

/** What each service adds to the metrics of every service. */
const REGISTER: Record<string, (metrics: Metrics) => unknown> = {
  api: createApiMetrics,
  ingest: createIngestMetrics,
  worker: (metrics) => createWorkerMetrics(metrics, { inFlight: { requests: 0 }, slots: 1 }),
}

/** The metrics of all services, registered as the services do, by name. One that differs between services is several. */
export function registeredMetrics(): RegisteredMetric[] {
  const found = Object.entries(REGISTER).flatMap(([service, register]) => {
    const metrics = createMetrics(service)
    register(metrics)
    return z
      .array(Registered)
      .parse(metrics.described())
      .map((metric) => ({ metric, service }))
  })
  return [...Map.groupBy(found, ({ metric }) => JSON.stringify(metric))]
    .map(([text, same]) => ({
      ...Registered.parse(JSON.parse(text)),
      services: same.map(({ service }) => service),
    }))
    .toSorted((a, b) => (a.name < b.name ? -1 : 1))
}
