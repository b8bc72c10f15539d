import type { components } from '@posthorn/contracts/client-types'
import type { Tone } from '../../../components/display/badge.tsx'

type Waiting = components['schemas']['EndpointWaiting']
export type WaitingReason = components['schemas']['WaitingReason']

/** Why deliveries wait, in words. `warn` and `bad`: something should be done about it. */
export const WAITING_REASONS: Record<WaitingReason, { text: string; tone: Tone }> = {
  in_flight: { text: 'in flight', tone: 'info' },
  scheduled: { text: 'scheduled for a retry', tone: 'quiet' },
  disabled: { text: 'endpoint disabled', tone: 'warn' },
  no_listener: { text: 'waiting for a listener', tone: 'quiet' },
  circuit_open: { text: 'circuit open', tone: 'warn' },
  in_flight_limit: { text: 'at the limit in flight', tone: 'info' },
  rate_limit: { text: 'at the rate limit', tone: 'info' },
  waking: { text: 'waking', tone: 'info' },
  queued: { text: 'queued', tone: 'info' },
  no_worker: { text: 'no worker connected', tone: 'bad' },
  queue_unavailable: { text: 'queue unavailable', tone: 'bad' },
  job_missing: { text: 'queue job missing', tone: 'warn' },
}

/** How many deliveries wait for each reason, the most first. */
export function sumByReason(endpoints: readonly Pick<Waiting, 'causes'>[]): [WaitingReason, number][] {
  const sums = new Map<WaitingReason, number>()
  for (const { reason, deliveries } of endpoints.flatMap(({ causes }) => causes)) {
    sums.set(reason, (sums.get(reason) ?? 0) + deliveries)
  }
  return [...sums].toSorted(([, one], [, other]) => other - one)
}
