import { hash } from 'node:crypto'
import type { ClaimedDelivery } from '@posthorn/database'
import { parseTraceparent, type TraceContext } from '@posthorn/webhook'

const SPAN_ID_HEX_DIGITS = 16

/**
 * The span of the request of an attempt, as the endpoint gets it. Its id is derived from delivery and attempt number: the same with
 * and without tracing, and known to later attempts.
 * @param sampled default: as the event was published
 */
export function attemptContext(
  { deliveryId, traceId, traceparent }: ClaimedDelivery,
  attemptNumber: number,
  sampled = parseTraceparent(traceparent ?? undefined)?.sampled ?? true,
): TraceContext {
  const spanId = hash('sha256', `${deliveryId}-${attemptNumber}`).slice(0, SPAN_ID_HEX_DIGITS)
  return { traceId, spanId, sampled }
}
