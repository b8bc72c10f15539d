import { DiagLogLevel, diag } from '@opentelemetry/api'
import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-http'
import {
  defaultResource,
  detectResources,
  resourceAttributesEnvDetector,
  resourceFromAttributes,
  serviceNameEnvDetector,
} from '@opentelemetry/resources'
import { TracerProvider } from '@opentelemetry/sdk-trace'
import { within } from '@posthorn/batch'
import { boundedExport } from './bounded-export.ts'
import { ChosenIds } from './chosen-ids.ts'
import { type SamplerName, samplerOf } from './sampler.ts'
import { setTracing } from './tracing.ts'

/** Spans that wait for their export, a few megabytes. While the collector is slow or down, further ones are lost. */
const WAITING_MAX = 4096
/** Turning this many into JSON takes a few milliseconds. */
const SPANS_OF_EXPORT = 256
const EXPORT_EVERY_MS = 1000
const EXPORT_MS_MAX = 5000
/** Of the time that a service has to stop. Without a collector nothing more can be done. */
const LAST_EXPORT_MS = 2000
/** A collector may answer with a page. */
const REASON_LENGTH_MAX = 300

export interface TracingOptions {
  /** URL of the collector, without `/v1/traces`. */
  endpoint: string
  /** For the collector, such as its credentials. */
  headers: Record<string, string>
  service: string
  version: string
  sampler: SamplerName
  /** For the samplers with a ratio. */
  ratio: number
  log: { warn(fields: { err: Error }, message: string): void }
}

/**
 * Starts recording spans, and exporting them with OTLP over HTTP in JSON. The exporter also reads the other variables of its
 * specification, such as OTEL_EXPORTER_OTLP_CERTIFICATE and OTEL_RESOURCE_ATTRIBUTES.
 *
 * Recording never waits for the collector and never fails because of it.
 * @returns a function that exports what is left and ends it, within two seconds
 */
export function startTracing(options: TracingOptions): () => Promise<void> {
  const { endpoint, headers, service, version, sampler, ratio, log } = options
  const warn = (reason: string) =>
    log.warn({ err: new Error(reason.slice(0, REASON_LENGTH_MAX)) }, 'trace.export_failed')
  const ignore = () => {}
  diag.setLogger(
    { error: warn, warn, info: ignore, debug: ignore, verbose: ignore },
    { logLevel: DiagLogLevel.WARN, suppressOverrideMessage: true },
  )
  const exporter = new OTLPTraceExporter({
    url: `${endpoint.replace(/\/+$/, '')}/v1/traces`,
    headers,
    timeoutMillis: EXPORT_MS_MAX,
  })
  const ids = new ChosenIds()
  const named = resourceFromAttributes({ 'service.name': `posthorn-${service}`, 'service.version': version })
  const provider = new TracerProvider({
    resource: defaultResource()
      .merge(named)
      .merge(detectResources({ detectors: [resourceAttributesEnvDetector, serviceNameEnvDetector] })),
    sampler: samplerOf(sampler, ratio),
    idGenerator: ids,
    spanProcessors: [
      boundedExport({
        exporter,
        waitingMax: WAITING_MAX,
        batchMax: SPANS_OF_EXPORT,
        intervalMs: EXPORT_EVERY_MS,
        timeoutMs: EXPORT_MS_MAX,
      }),
    ],
  })
  setTracing({ tracer: provider.getTracer('posthorn', version), chooseIds: (next) => ids.choose(next) })

  return async () => {
    setTracing(undefined)
    await within(LAST_EXPORT_MS, provider.shutdown()).catch((error: unknown) => warn(String(error)))
  }
}
