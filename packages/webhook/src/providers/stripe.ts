import { InvalidSecretError } from '../signing/invalid-secret-error.ts'
import { headerText } from './header-text.ts'
import { memberOf, parsePayload } from './json-payload.ts'
import { type Provider, UnreadablePayloadError } from './provider.ts'
import { isUnixSeconds } from './signed-time.ts'

const SECRET = /^[!-~]{1,256}$/
const V1_SIGNATURE = /^[0-9a-f]{64}$/
const EVENT_ID = /^[!-~]{1,256}$/
const TYPE_LENGTH_MAX = 256

/**
 * Stripe: `Stripe-Signature: t=…,v1=…`, hex HMAC-SHA256 of `t.body`, several `v1` while a secret is rolled. The key
 * is the whole secret as text, including `whsec_`, unlike in Standard Webhooks.
 * `v0` is for test mode only and skipped like every unknown scheme (docs.stripe.com/webhooks, "Verify manually").
 */
export const stripe: Provider = {
  name: 'stripe',

  assertSecret(secret) {
    if (!SECRET.test(secret)) {
      throw new InvalidSecretError(
        'Stripe secret: expected 1 to 256 visible ASCII characters, such as "whsec_…" from the Stripe dashboard',
      )
    }
  },

  signaturesIn(headers) {
    const header = headerText(headers, 'stripe-signature')
    if (header.kind === 'absent') return 'missing_signature'
    const signature = header.kind === 'text' ? parseSignature(header.text) : undefined
    if (signature === undefined) return 'malformed_signature'
    const { timestamp, received } = signature
    const hmacs = { encoding: 'hex', values: received } as const
    return { timestamp, prefix: `${timestamp}.`, hmacs, ed25519: [] }
  },

  keysOf: (secrets) => secrets.filter((secret) => SECRET.test(secret)).map((key) => ({ kind: 'hmac', key })),

  read({ body }) {
    const payload = parsePayload(body)
    const id = memberOf(payload, 'id')
    const type = memberOf(payload, 'type')
    if (typeof id !== 'string' || !EVENT_ID.test(id)) {
      throw new UnreadablePayloadError(
        'A Stripe event needs a string "id" of 1 to 256 visible ASCII characters.',
      )
    }
    if (typeof type !== 'string' || type === '' || type.length > TYPE_LENGTH_MAX) {
      throw new UnreadablePayloadError(
        `A Stripe event needs a string "type" of 1 to ${TYPE_LENGTH_MAX} characters.`,
      )
    }
    return { providerType: type, id }
  },
}

/**
 * Skips items with an unknown scheme or without one, as Stripe's libraries do, and an invalid `v1` next to a valid one.
 * Several times are ambiguous and rejected.
 */
function parseSignature(header: string): { timestamp: string; received: string[] } | undefined {
  const items = header.split(',').map((item) => item.trim())
  const valuesOf = (scheme: string) =>
    items.filter((item) => item.startsWith(`${scheme}=`)).map((item) => item.slice(scheme.length + 1))
  const [timestamp, ...otherTimes] = valuesOf('t')
  const received = valuesOf('v1').filter((value) => V1_SIGNATURE.test(value))
  if (timestamp === undefined || otherTimes.length > 0 || !isUnixSeconds(timestamp)) return undefined
  return received.length === 0 ? undefined : { timestamp, received }
}
