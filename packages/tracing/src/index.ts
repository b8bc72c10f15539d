export { onLostSpans } from './lost-spans.ts'
export type { Span } from './span.ts'
export { inSpan, isTracing, startSpan } from './spans.ts'
