import { strictBase64Bytes } from '../../signing/strict-base64.ts'
import type { SignatureScheme } from '../provider.ts'
import { headerText } from '../reading/header-text.ts'
import { malformedHeader, missingHeader } from '../unverified.ts'
import { signedContent } from './signed-content.ts'
import { type TimeUnit, unixSecondsOf } from './signed-time.ts'

/** How a provider signs `timestamp` + `body` with a private key. */
export interface PublicKeySignatureOptions {
  kind: 'ed25519' | 'ecdsa-p256'
  encoding: 'hex' | 'base64'
  header: string
  timestamp: { header: string; unit: TimeUnit }
}

const HEX = /^(?:[0-9a-f]{2}){1,128}$/

/** Signatures with a key pair: of the timestamp, directly followed by the body. */
export function publicKeySignature(options: PublicKeySignatureOptions): SignatureScheme {
  return {
    signaturesIn({ headers }) {
      const signature = headerText(headers, options.header)
      const timestamp = headerText(headers, options.timestamp.header)
      if (signature.kind === 'absent') return missingHeader(options.header)
      if (timestamp.kind === 'absent') return missingHeader(options.timestamp.header)
      if (signature.kind !== 'text') return malformedHeader(options.header)
      if (timestamp.kind !== 'text') return malformedHeader(options.timestamp.header)
      const bytes = decoded(signature.text, options.encoding)
      const signedAt = unixSecondsOf(timestamp.text, options.timestamp.unit)
      if (bytes === undefined) return malformedHeader(options.header)
      if (signedAt === undefined) return malformedHeader(options.timestamp.header)
      return signedContent({
        signedAt,
        before: timestamp.text,
        publicKey: { kind: options.kind, values: [bytes] },
      })
    },
  }
}

function decoded(text: string, encoding: 'hex' | 'base64'): Uint8Array | undefined {
  if (encoding === 'base64') return strictBase64Bytes(text)
  return HEX.test(text) ? Buffer.from(text, 'hex') : undefined
}
