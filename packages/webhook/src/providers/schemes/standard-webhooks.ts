import { strictBase64Bytes } from '../../signing/strict-base64.ts'
import type { SignatureScheme } from '../provider.ts'
import { signedContent } from './signed-content.ts'
import { parseStandardHeaders } from './standard-webhooks-headers.ts'

/**
 * Standard Webhooks and Svix: `v1,` and base64 HMAC-SHA256, or `v1a,` and base64 Ed25519, of `id.timestamp.body`; several,
 * separated by spaces (standardwebhooks.com, "Signature scheme").
 */
export const standardSignature: SignatureScheme = {
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
}
