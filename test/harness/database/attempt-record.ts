import type { AttemptRecord, ClaimedDelivery, NextDeliveryState } from '@posthorn/database'

/** What a worker records for a claimed delivery that was answered with 200, with the resulting `next`. */
export function attemptRecordOf(
  { deliveryId, tenantId, endpointId, attemptNumber: number, trigger }: ClaimedDelivery,
  next: NextDeliveryState = { status: 'succeeded' },
): AttemptRecord {
  return {
    deliveryId,
    tenantId,
    endpointId,
    number,
    trigger,
    startedAt: new Date(),
    durationMs: 10,
    requestHeaders: {},
    statusCode: 200,
    responseHeaders: {},
    responseBody: undefined,
    responseBodyTruncated: false,
    errorCode: undefined,
    next,
  }
}
