import { hmacSha256 } from '../hmac.ts'
import { SecretFormError } from '../secret-form-error.ts'
import { headerText } from './header-text.ts'
import { memberOf, parsePayload } from './json-payload.ts'
import { type Provider, rejected, UnreadablePayloadError } from './provider.ts'
import { anySignatureMatches } from './signature-match.ts'
import { isUnixSeconds, judgeSignedTime } from './signed-time.ts'

const SECRET = /^[!-~]{1,256}$/
const ITEM = /^([A-Za-z0-9_-]+)=([!-~]*)$/
const V1_SIGNATURE = /^[0-9a-f]{64}$/
const EVENT_ID = /^[!-~]{1,256}$/
const TYPE_LENGTH_MAX = 256

/**
 * Stripe: `Stripe-Signature: t=…,v1=…`, hex HMAC-SHA256 of `t.body`, several `v1` while a secret is rolled. The key
 * is the whole secret as text: its `whsec_` is no base64 prefix, unlike in Standard Webhooks.
 * `v0` is for test mode only and skipped like every unknown scheme (docs.stripe.com/webhooks, "Verify manually").
 */
export const stripe: Provider = {
  name: 'stripe',

  assertSecret(secret) {
    if (!SECRET.test(secret)) {
      throw new SecretFormError(
        'Stripe secret: expected 1 to 256 visible ASCII characters, such as "whsec_…" from the Stripe dashboard',
      )
    }
  },

  verify({ headers, body, secrets, toleranceSeconds, now }) {
    const header = headerText(headers, 'stripe-signature')
    if (header.kind === 'absent') return rejected('missing_signature')
    const signature = header.kind === 'text' ? parseSignature(header.text) : undefined
    if (signature === undefined) return rejected('malformed_signature')

    const { timestamp, received } = signature
    const expected = secrets
      .filter((secret) => SECRET.test(secret))
      .map((key) => hmacSha256({ key, parts: [`${timestamp}.`, body] }).toString('hex'))
    if (!anySignatureMatches(expected, received)) return rejected('wrong_signature')
    return judgeSignedTime({ timestamp, toleranceSeconds, now })
  },

  read({ body }) {
    const payload = parsePayload(body)
    const id = memberOf(payload, 'id')
    const type = memberOf(payload, 'type')
    if (typeof id !== 'string' || !EVENT_ID.test(id)) {
      throw new UnreadablePayloadError('A Stripe event has a text "id" of 1 to 256 visible ASCII characters.')
    }
    if (typeof type !== 'string' || type === '' || type.length > TYPE_LENGTH_MAX) {
      throw new UnreadablePayloadError(
        `A Stripe event has a text "type" of 1 to ${TYPE_LENGTH_MAX} characters.`,
      )
    }
    return { providerType: type, dedupeKeys: [`id:${id}`] }
  },
}

/** A `v1` of a wrong form does no harm beside a right one, as in Stripe's own libraries; alone it is malformed. */
function parseSignature(header: string): { timestamp: string; received: string[] } | undefined {
  const timestamps: string[] = []
  const received: string[] = []
  for (const item of header.split(',')) {
    const [, scheme, value] = ITEM.exec(item) ?? []
    if (scheme === undefined || value === undefined) return undefined
    if (scheme === 't') timestamps.push(value)
    if (scheme === 'v1' && V1_SIGNATURE.test(value)) received.push(value)
  }
  const [timestamp] = timestamps
  if (timestamp === undefined || timestamps.length > 1 || !isUnixSeconds(timestamp)) return undefined
  return received.length === 0 ? undefined : { timestamp, received }
}
