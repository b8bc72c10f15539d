import type { AttemptRecord, ClaimedDelivery } from '@posthorn/database'
import type { SendResult } from '@posthorn/egress'
import type { Outcome } from '@posthorn/webhook'

/** Fields of the log line `delivery.attempted`. */
export function attemptLogFields(
  { tenantId, eventId, endpointId, deliveryId, attemptNumber, trigger }: ClaimedDelivery,
  {
    attempt: { durationMs, statusCode, errorCode },
    result,
    outcome,
    moved,
  }: { attempt: AttemptRecord; result: SendResult; outcome: Outcome; moved: boolean },
) {
  return {
    tenantId,
    eventId,
    endpointId,
    deliveryId,
    attempt: attemptNumber,
    trigger,
    durationMs,
    statusCode,
    errorCode,
    errorDetail: result.kind === 'error' ? result.detail : undefined,
    outcome: outcome.kind,
    reason: outcome.kind === 'failed' ? outcome.reason : undefined,
    retryInMs: outcome.kind === 'retry' ? Math.round(outcome.delayMs) : undefined,
    superseded: moved ? undefined : true,
  }
}
