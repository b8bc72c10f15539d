import type { Tracer } from '@opentelemetry/api'

/** What records the spans of this process. */
export interface Tracing {
  tracer: Tracer
  /** Chooses the ids of the next span; undefined for random ones. */
  chooseIds: (ids: { traceId: string | undefined; spanId: string | undefined }) => void
}

let current: Tracing | undefined

/** @returns undefined while tracing is off: a span then costs one comparison */
export function currentTracing(): Tracing | undefined {
  return current
}

/** @param tracing undefined: no span is recorded from now on */
export function setTracing(tracing: Tracing | undefined): void {
  current = tracing
}
