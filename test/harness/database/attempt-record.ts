import type { AfterAttempt, AttemptRecord, ClaimedDelivery } from '@posthorn/database'

/** What a worker would put on record of a delivery that it has claimed: answered with 200, and `next` follows from it. */
export function attemptRecordOf(
  { deliveryId, tenantId, endpointId, attemptNumber: number, trigger }: ClaimedDelivery,
  next: AfterAttempt = { status: 'succeeded' },
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
