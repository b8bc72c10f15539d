import { assertPublicKey } from '../signing/ed25519-key.ts'
import { memberOf, readAnyPayload } from './json-payload.ts'
import { type Provider, UnreadablePayloadError } from './provider.ts'
import { parseStandardHeaders } from './standard-webhooks-headers.ts'
import { parseStandardKey, usableStandardKeys } from './standard-webhooks-key.ts'

const TYPE_LENGTH_MAX = 256

/**
 * Standard Webhooks and Svix, used by Clerk, Resend and others: `v1,` and base64 HMAC-SHA256, or `v1a,` and base64
 * Ed25519, of `id.timestamp.body`; several, separated by spaces (standardwebhooks.com, "Signature scheme").
 */
export const standardWebhooks: Provider = {
  name: 'standard-webhooks',

  assertSecret(secret) {
    if (parseStandardKey(secret).kind === 'ed25519') assertPublicKey(secret)
  },

  signaturesIn(headers) {
    const signed = parseStandardHeaders(headers)
    if (signed === 'missing') return 'missing_signature'
    if (signed === 'malformed') return 'malformed_signature'
    const { id, timestamp, v1, v1a } = signed
    const hmacs = { encoding: 'base64', values: v1 } as const
    return { timestamp, prefix: `${id}.${timestamp}.`, hmacs, ed25519: v1a }
  },

  keysOf: usableStandardKeys,

  read({ headers, body }) {
    const signed = parseStandardHeaders(headers)
    if (typeof signed === 'string') {
      throw new UnreadablePayloadError('A message needs the headers webhook-id, -timestamp and -signature.')
    }
    const read = readAnyPayload({ headers, body })
    const type = memberOf(read.payload, 'type')
    const isNamed = typeof type === 'string' && type !== '' && type.length <= TYPE_LENGTH_MAX
    return {
      providerType: isNamed ? type : 'message',
      id: signed.id,
      ...('data' in read && { data: read.data }),
    }
  },
}
