import packageJson from '../package.json' with { type: 'json' }
import type { CleanupStack } from './cleanup-stack.ts'
import type { VARIABLES } from './config.ts'
import type { Logger } from './logging/logger.ts'

/** The variables of tracing, which every service has. */
export interface TracingConfig {
  OTEL_EXPORTER_OTLP_ENDPOINT?: string | undefined
  OTEL_EXPORTER_OTLP_HEADERS: Record<string, string>
  OTEL_TRACES_SAMPLER: ReturnType<typeof VARIABLES.OTEL_TRACES_SAMPLER.parse>
  OTEL_TRACES_SAMPLER_ARG: number
}

/**
 * Records spans if there is a collector. Only then the SDK of OpenTelemetry is loaded: without it no memory and no time is spent.
 * @param context.cleanup gets the last export first, so that it runs after everything else has ended
 */
export async function startTracing(
  service: string,
  { config, logger, cleanup }: { config: TracingConfig; logger: Logger; cleanup: CleanupStack },
): Promise<void> {
  const endpoint = config.OTEL_EXPORTER_OTLP_ENDPOINT
  if (endpoint === undefined) return
  const sdk = await import('@posthorn/tracing/sdk')
  const stop = sdk.startTracing({
    endpoint,
    headers: config.OTEL_EXPORTER_OTLP_HEADERS,
    service,
    version: packageJson.version,
    sampler: config.OTEL_TRACES_SAMPLER,
    ratio: config.OTEL_TRACES_SAMPLER_ARG,
    log: logger,
  })
  cleanup.add('traces', stop)
}
