const VERSION_00 = /^00-([0-9a-f]{32})-([0-9a-f]{16})-[0-9a-f]{2}$/

/** A later version may append fields after another dash; ff is forbidden. */
const LATER_VERSION = /^(?!00|ff)[0-9a-f]{2}-([0-9a-f]{32})-([0-9a-f]{16})-[0-9a-f]{2}(?:-[!-~]*)?$/

/** Limits the work on untrusted input; version 00 has 55 characters. */
const HEADER_LENGTH_MAX = 512

const TRACE_ID = /^(?!0{32})[0-9a-f]{32}$/
const SPAN_ID = /^(?!0{16})[0-9a-f]{16}$/

/**
 * The trace id (32 lower-case hex digits) of a received `traceparent` header; `undefined` when it is missing or must be
 * ignored (W3C Trace Context level 1, section 3.2): version 00 must match exactly, later versions may have more fields,
 * and all-zero trace and parent ids are invalid.
 */
export function parseTraceId(header: string | undefined): string | undefined {
  if (header === undefined || header.length > HEADER_LENGTH_MAX) return undefined
  const match = VERSION_00.exec(header) ?? LATER_VERSION.exec(header)
  const [, traceId, parentId] = match ?? []
  if (traceId === undefined || parentId === undefined) return undefined
  return TRACE_ID.test(traceId) && SPAN_ID.test(parentId) ? traceId : undefined
}

/**
 * A `traceparent` header of version 00 (W3C Trace Context level 1).
 *
 * @param context.traceId 32 lower-case hex digits, not all zero.
 * @param context.spanId 16 lower-case hex digits, not all zero: the receiver's parent.
 * @param context.sampled whether the trace may have been recorded.
 * @throws {RangeError} for invalid ids.
 */
export function traceparent(context: { traceId: string; spanId: string; sampled: boolean }): string {
  if (!TRACE_ID.test(context.traceId)) {
    throw new RangeError('traceId: expected 32 lower-case hex digits, not all zero')
  }
  if (!SPAN_ID.test(context.spanId)) {
    throw new RangeError('spanId: expected 16 lower-case hex digits, not all zero')
  }
  return `00-${context.traceId}-${context.spanId}-${context.sampled ? '01' : '00'}`
}
