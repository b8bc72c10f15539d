import { type Attributes, ROOT_CONTEXT, SpanKind, TraceFlags, trace } from '@opentelemetry/api'
import type { TraceContext } from '@posthorn/webhook'
import { errorTypeOf, Span } from './span.ts'
import { currentTracing } from './tracing.ts'

/** The spans of Posthorn, besides those of HTTP requests, which are named after their route. */
type SpanName = 'publish' | 'store' | 'enqueue' | 'deliver' | 'claim' | 'send' | 'record'

const KINDS = {
  internal: SpanKind.INTERNAL,
  server: SpanKind.SERVER,
  client: SpanKind.CLIENT,
  producer: SpanKind.PRODUCER,
  consumer: SpanKind.CONSUMER,
} as const

export interface SpanOptions {
  /** Default: none; the span begins a trace. */
  parent: TraceContext | undefined
  /** Default: internal. */
  kind?: keyof typeof KINDS
  attributes?: Attributes
  links?: readonly TraceContext[]
  /** When it began, of `performance.now()`. Default: now. */
  startMs?: number
  /** Ids that are known elsewhere. Default: random ones. */
  traceId?: string
  spanId?: string
}

/** Whether spans are recorded. Constant from the start of a service on. */
export function isTracing(): boolean {
  return currentTracing() !== undefined
}

/**
 * Starts a span; the caller ends it.
 * @param name of {@link SpanName}, or of a route
 * @param optionsOf called only while spans are recorded
 * @returns undefined while none are
 */
export function startSpan(
  name: SpanName | `${string} ${string}`,
  optionsOf: () => SpanOptions,
): Span | undefined {
  const tracing = currentTracing()
  if (tracing === undefined) return undefined
  const { parent, kind = 'internal', attributes = {}, links = [], startMs, traceId, spanId } = optionsOf()
  const options = {
    kind: KINDS[kind],
    attributes,
    links: links.map((context) => ({ context: spanContextOf(context) })),
    startTime: startMs ?? performance.now(),
  }
  const context =
    parent === undefined ? ROOT_CONTEXT : trace.setSpanContext(ROOT_CONTEXT, spanContextOf(parent))
  tracing.chooseIds({ traceId, spanId })
  return new Span(tracing.tracer.startSpan(name, options, context))
}

/**
 * Does work in a span, which ends with it and fails if it throws.
 * @param optionsOf called only while spans are recorded
 * @param work gets no span while none are
 */
export function inSpan<Result>(
  name: SpanName,
  optionsOf: () => SpanOptions,
  work: (span: Span | undefined) => Promise<Result>,
): Promise<Result> {
  const span = startSpan(name, optionsOf)
  return span === undefined ? work(undefined) : endingWith(span, work)
}

async function endingWith<Result>(span: Span, work: (span: Span) => Promise<Result>): Promise<Result> {
  try {
    return await work(span)
  } catch (error) {
    span.fail(errorTypeOf(error))
    throw error
  } finally {
    span.end()
  }
}

function spanContextOf({ traceId, spanId, sampled }: TraceContext) {
  return { traceId, spanId, traceFlags: sampled ? TraceFlags.SAMPLED : TraceFlags.NONE, isRemote: true }
}
