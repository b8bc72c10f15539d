import { type KeyObject, verify as verifySignature } from 'node:crypto'
import { assertPublicKey } from '../ed25519-key.ts'
import { hmacSha256 } from '../hmac.ts'
import { strictBase64Bytes } from '../strict-base64.ts'
import { memberOf, readAnyPayload } from './json-payload.ts'
import { type Provider, rejected, UnreadablePayloadError } from './provider.ts'
import { anySignatureMatches, SIGNATURES_EXAMINED_MAX } from './signature-match.ts'
import { judgeSignedTime } from './signed-time.ts'
import { parseStandardHeaders, type StandardHeaders } from './standard-webhooks-headers.ts'
import { parseStandardKey, usableStandardKeys } from './standard-webhooks-key.ts'

const TYPE_LENGTH_MAX = 256

/**
 * Standard Webhooks and Svix, and with them Clerk, Resend and others: `v1,` and base64 HMAC-SHA256, or `v1a,` and
 * base64 Ed25519, of `id.timestamp.body`; several, separated by spaces (standardwebhooks.com, "Signature scheme").
 */
export const standardWebhooks: Provider = {
  name: 'standard-webhooks',

  assertSecret(secret) {
    if (parseStandardKey(secret).kind === 'ed25519') assertPublicKey(secret)
  },

  verify({ headers, body, secrets, toleranceSeconds, now }) {
    const signed = parseStandardHeaders(headers)
    if (signed === 'missing') return rejected('missing_signature')
    if (signed === 'malformed') return rejected('malformed_signature')
    if (!isSignedByAny(signed, body, secrets)) return rejected('wrong_signature')
    return judgeSignedTime({ timestamp: signed.timestamp, toleranceSeconds, now })
  },

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
      dedupeKeys: [`id:${signed.id}`],
      ...('data' in read && { data: read.data }),
    }
  },
}

/** Each kind of key looks only at the signatures of its own version. */
function isSignedByAny(signed: StandardHeaders, body: Uint8Array, secrets: readonly string[]): boolean {
  const prefix = `${signed.id}.${signed.timestamp}.`
  const keys = usableStandardKeys(secrets)

  const expected = keys
    .filter((key) => key.kind === 'hmac')
    .map((key) => hmacSha256({ key: key.bytes, parts: [prefix, body] }).toString('base64'))
  const publicKeys = keys.filter((key) => key.kind === 'ed25519').map((key) => key.publicKey)

  const signedByHmac = anySignatureMatches(expected, signed.v1)
  const signedByKeyPair = anyEd25519Matches(publicKeys, signed.v1a, () =>
    Buffer.concat([Buffer.from(prefix), body]),
  )
  return signedByHmac || signedByKeyPair
}

/** Public keys hold no secret that the time taken could give away; the bytes are joined only when needed. */
function anyEd25519Matches(
  publicKeys: readonly KeyObject[],
  received: readonly string[],
  signedBytes: () => Buffer,
): boolean {
  if (publicKeys.length === 0 || received.length === 0) return false
  const bytes = signedBytes()
  const signatures = received
    .slice(0, SIGNATURES_EXAMINED_MAX)
    .map(strictBase64Bytes)
    .filter((signature) => signature !== undefined)
  return signatures.some((signature) =>
    publicKeys.some((publicKey) => verifySignature(null, bytes, publicKey, signature)),
  )
}
