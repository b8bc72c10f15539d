import type { FailureReason } from '@posthorn/contracts'
import type { ClaimedDelivery, NextDeliveryState } from '@posthorn/database'
import { isReservedEventType, type Outcome } from '@posthorn/webhook'
import type { HealthSample } from './health-tally.ts'

/** A manual attempt leaves the schedule unchanged; only its success, or a reply of 410, changes the delivery. */
export function nextDeliveryState(delivery: ClaimedDelivery, outcome: Outcome): NextDeliveryState {
  const { trigger, failureCount, eventType } = delivery
  if (outcome.kind === 'succeeded') return { status: 'succeeded' }
  const disableEndpoint = outcome.kind === 'failed' && outcome.reason === 'gone'
  if (trigger === 'manual') return { status: 'unchanged', disableEndpoint }
  const failures = failureCount + 1
  if (outcome.kind === 'failed') {
    // Not for Posthorn's own events: each failed notification would create another one.
    const notifyTenant = hasUsedUpSchedule(delivery, outcome) && !isReservedEventType(eventType)
    return {
      status: 'failed',
      reason: failureReason(delivery, outcome),
      disableEndpoint,
      failureCount: failures,
      notifyTenant,
    }
  }
  return { status: 'pending', delayMs: outcome.delayMs, failureCount: failures }
}

const REASONS: Record<Extract<Outcome, { kind: 'failed' }>['reason'], FailureReason> = {
  rejected: 'not_retried',
  exhausted: 'schedule_exhausted',
  gone: 'endpoint_gone',
  blocked: 'destination_blocked',
}

/** A test has no schedule: it is not retried, whatever the failure. */
function failureReason(
  { trigger }: ClaimedDelivery,
  { reason }: Extract<Outcome, { kind: 'failed' }>,
): FailureReason {
  return trigger === 'test' && reason === 'exhausted' ? 'not_retried' : REASONS[reason]
}

/** The attempt's effect on the health of its endpoint. */
export function healthSampleOf(delivery: ClaimedDelivery, outcome: Outcome): HealthSample {
  return {
    failed: outcome.kind !== 'succeeded',
    exhausted: hasUsedUpSchedule(delivery, outcome),
    isProbe: delivery.isProbe,
  }
}

/** Whether the delivery has failed because its schedule has no further step. A test has no schedule. */
function hasUsedUpSchedule({ trigger }: ClaimedDelivery, outcome: Outcome): boolean {
  return outcome.kind === 'failed' && outcome.reason === 'exhausted' && trigger !== 'test'
}
