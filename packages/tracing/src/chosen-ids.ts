import { type IdGenerator, RandomIdGenerator } from '@opentelemetry/sdk-trace'
import type { Tracing } from './tracing.ts'

/**
 * Generates ids, of which those of the next span can be chosen: an event has its trace id before its first span in a worker, and
 * the span of an attempt the id that the endpoint gets in `traceparent`, with or without tracing.
 */
export class ChosenIds implements IdGenerator {
  readonly #random = new RandomIdGenerator()
  #next: Parameters<Tracing['chooseIds']>[0] = { traceId: undefined, spanId: undefined }

  choose(ids: Parameters<Tracing['chooseIds']>[0]): void {
    this.#next = ids
  }

  generateTraceId(): string {
    return this.#next.traceId ?? this.#random.generateTraceId()
  }

  generateSpanId(): string {
    return this.#next.spanId ?? this.#random.generateSpanId()
  }
}
