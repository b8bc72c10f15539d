import type { RelayDelivery } from '@posthorn/contracts'
import type { SignedDelivery } from './claim-for-listener.ts'

/** Bytes of a body that are encoded at a time: a multiple of three, so that the parts join. */
const SLICE_BYTES = 192 * 1024

/** A delivery as JSON, in parts: a body may have 25 MiB, and encoding it at once would block the event loop. */
export function* deliveryText({ claim, headers, body, expiresAt }: SignedDelivery): Generator<string> {
  const { deliveryId, attemptNumber, eventId, eventType } = claim
  const fields: Omit<RelayDelivery, 'bodyBase64'> = {
    deliveryId,
    number: attemptNumber,
    eventId,
    eventType,
    method: 'POST',
    path: '/',
    headers,
    expiresAt: expiresAt.toISOString(),
  }
  yield `${JSON.stringify(fields).slice(0, -1)},"bodyBase64":"`
  for (let at = 0; at < body.length; at += SLICE_BYTES)
    yield body.toString('base64', at, Math.min(at + SLICE_BYTES, body.length))
  yield '"}'
}
