const VERSION_00 = /^00-([0-9a-f]{32})-([0-9a-f]{16})-([0-9a-f]{2})$/

/** A later version may append fields after another dash; ff is forbidden. */
const LATER_VERSION = /^(?!00|ff)[0-9a-f]{2}-([0-9a-f]{32})-([0-9a-f]{16})-([0-9a-f]{2})(?:-[!-~]*)?$/

/** Limits the work on untrusted input; version 00 has 55 characters. */
const HEADER_LENGTH_MAX = 512

const TRACE_ID = /^(?!0{32})[0-9a-f]{32}$/
const SPAN_ID = /^(?!0{16})[0-9a-f]{16}$/
const SAMPLED = 0x01

/** A span of a trace, as other services know it (W3C Trace Context). */
export interface TraceContext {
  /** 32 lower-case hex digits, not all zero. */
  traceId: string
  /** 16 lower-case hex digits, not all zero: the parent of what follows. */
  spanId: string
  /** Whether the trace may have been recorded. */
  sampled: boolean
}

/**
 * The context in a received `traceparent` header; `undefined` when it is missing or must be ignored (W3C Trace Context
 * level 1, section 3.2): version 00 must match exactly, later versions may have more fields, and all-zero trace and
 * parent ids are invalid.
 */
export function parseTraceparent(header: string | undefined): TraceContext | undefined {
  if (header === undefined || header.length > HEADER_LENGTH_MAX) return undefined
  const match = VERSION_00.exec(header) ?? LATER_VERSION.exec(header)
  const [, traceId, spanId, flags] = match ?? []
  if (traceId === undefined || spanId === undefined || flags === undefined) return undefined
  if (!TRACE_ID.test(traceId) || !SPAN_ID.test(spanId)) return undefined
  return { traceId, spanId, sampled: (Number.parseInt(flags, 16) & SAMPLED) === SAMPLED }
}

/**
 * A `traceparent` header of version 00 (W3C Trace Context level 1).
 *
 * @throws {RangeError} for invalid ids.
 */
export function traceparent({ traceId, spanId, sampled }: TraceContext): string {
  if (!TRACE_ID.test(traceId)) {
    throw new RangeError('traceId: expected 32 lower-case hex digits, not all zero')
  }
  if (!SPAN_ID.test(spanId)) {
    throw new RangeError('spanId: expected 16 lower-case hex digits, not all zero')
  }
  return `00-${traceId}-${spanId}-${sampled ? '01' : '00'}`
}
