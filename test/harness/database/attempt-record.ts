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
    url: 'https://example.com/',
    address: '203.0.113.7',
    phases: { dnsMs: 1, connectMs: 2, tlsMs: 3, firstByteMs: 4 },
    requestHeaders: {},
    statusCode: 200,
    responseHeaders: {},
    responseBody: undefined,
    responseBodyTruncated: false,
    errorCode: undefined,
    errorDetail: undefined,
    next,
  }
}
