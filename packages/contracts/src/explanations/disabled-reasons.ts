import type { Endpoint } from '../endpoints/endpoint.ts'
import type { Explanation } from './explanation.ts'

/** Why an endpoint is disabled. */
export const DISABLED_REASON_EXPLANATIONS: Readonly<
  Record<NonNullable<Endpoint['disabledReason']>, Explanation>
> = {
  manual: {
    title: 'Disabled by a request',
    explanation: 'New events make no delivery to this endpoint, and its pending deliveries wait.',
    fix: 'Enable the endpoint to send what waits.',
  },
  gone: {
    title: 'Disabled after a 410 reply',
    explanation: 'The receiver replied 410 Gone, which asks for no further request.',
    fix: 'If that was a mistake, correct the receiver, enable the endpoint and recover what failed.',
  },
  failing: {
    title: 'Disabled after days of failures',
    explanation: 'No attempt has succeeded for 120 hours, and a delivery has used up its retry schedule.',
    fix: 'Correct the cause of the last attempts, enable the endpoint and recover what failed.',
  },
  secret_unreadable: {
    title: 'Disabled: secret not readable',
    explanation: 'No encryption key decrypts a secret or a header of this endpoint.',
    fix: 'The operator restores POSTHORN_ENCRYPTION_KEY, or you rotate the secret and set the headers again.',
  },
}
