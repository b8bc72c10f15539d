import type { AfterAttempt, ClaimedDelivery } from '@posthorn/database'
import { isReservedEventType, type Outcome } from '@posthorn/webhook'

/** An attempt by hand leaves the schedule as it is; only its success, or a reply of 410, changes anything. */
export function afterAttempt(delivery: ClaimedDelivery, outcome: Outcome): AfterAttempt {
  const { trigger, failureCount, eventType } = delivery
  if (outcome.kind === 'succeeded') return { status: 'succeeded' }
  const disableEndpoint = outcome.kind === 'failed' && outcome.reason === 'gone'
  if (trigger === 'manual') return { status: 'unchanged', disableEndpoint }
  const failures = failureCount + 1
  if (outcome.kind === 'failed') {
    // Not of Posthorn's own events: telling of what fails would make more of what fails.
    const tellTenant = hasUsedUpSchedule(delivery, outcome) && !isReservedEventType(eventType)
    return { status: 'failed', disableEndpoint, failureCount: failures, tellTenant }
  }
  return { status: 'pending', delayMs: outcome.delayMs, failureCount: failures }
}

/** Whether it has failed for want of another step, and not because of what was answered. A test has no schedule. */
export function hasUsedUpSchedule({ trigger }: ClaimedDelivery, outcome: Outcome): boolean {
  return outcome.kind === 'failed' && outcome.reason === 'exhausted' && trigger !== 'test'
}
