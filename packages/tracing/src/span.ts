import { type Attributes, type Span as OtelSpan, SpanStatusCode, TraceFlags } from '@opentelemetry/api'
import type { TraceContext } from '@posthorn/webhook'

/** A span that has started. Attributes are ids, counts and codes: never a payload, a secret, or a URL with its path. */
export class Span {
  readonly #span: OtelSpan
  /** What a child of the span continues. */
  readonly context: TraceContext

  constructor(span: OtelSpan) {
    this.#span = span
    const { traceId, spanId, traceFlags } = span.spanContext()
    this.context = { traceId, spanId, sampled: (traceFlags & TraceFlags.SAMPLED) !== 0 }
  }

  set(attributes: Attributes): void {
    this.#span.setAttributes(attributes)
  }

  /** @param type a code or the class of an error, one of few: never its message */
  fail(type: string): void {
    this.#span.setAttribute('error.type', type)
    this.#span.setStatus({ code: SpanStatusCode.ERROR })
  }

  end(): void {
    this.#span.end(performance.now())
  }
}

/** The type of an error for {@link Span.fail}. */
export function errorTypeOf(error: unknown): string {
  if (!(error instanceof Error)) return 'unknown'
  return 'code' in error && typeof error.code === 'string' ? error.code : error.name
}
