import { createHmac } from 'node:crypto'
import { strictBase64Bytes } from '../../signing/strict-base64.ts'
import type { SignatureScheme, SignedParts, UnsignedRequest, VerificationKey } from '../provider.ts'
import { signedContent } from './signed-content.ts'
import { signedTimeText } from './signed-time.ts'
import { parseStandardHeaders, type StandardFamily } from './standard-webhooks-headers.ts'

/**
 * Standard Webhooks and Svix: `v1,` and base64 HMAC-SHA256, or `v1a,` and base64 Ed25519, of `id.timestamp.body`; several,
 * separated by spaces (standardwebhooks.com, "Signature scheme").
 *
 * @param family of the header names that it signs with; both are verified.
 */
export function standardScheme(family: StandardFamily): SignatureScheme {
  return {
    signaturesIn({ headers }) {
      const signed = parseStandardHeaders(headers)
      if ('verified' in signed) return signed
      const { id, timestamp, v1, v1a } = signed
      return signedContent({
        signedAt: Number(timestamp),
        before: `${id}.${timestamp}.`,
        hmacs: { algorithm: 'sha256', encoding: 'base64', values: v1 },
        publicKey: { kind: 'ed25519', values: v1a.flatMap((text) => strictBase64Bytes(text) ?? []) },
      })
    },
    sign: (request, key) => signStandardRequest(family, request, key),
  }
}

function signStandardRequest(
  family: StandardFamily,
  { id, now, body }: UnsignedRequest,
  key: VerificationKey,
): SignedParts | undefined {
  if (key.kind !== 'hmac') return undefined
  const timestamp = signedTimeText(now, 'seconds')
  const signature = createHmac('sha256', key.keyObject)
    .update(`${id}.${timestamp}.`)
    .update(body)
    .digest('base64')
  return {
    headers: {
      [`${family}-id`]: id,
      [`${family}-timestamp`]: timestamp,
      [`${family}-signature`]: `v1,${signature}`,
    },
  }
}
