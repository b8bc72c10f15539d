import { strictBase64Bytes } from '../../signing/strict-base64.ts'
import { type RequestSignatures, type SignatureScheme, verdictOf } from '../provider.ts'
import { headerText } from '../reading/header-text.ts'
import { malformedHeader, missingHeader } from '../unverified.ts'
import { isSameBytes } from './signature-match.ts'

/**
 * A text that each request repeats in a header. It proves who sent the request, not what it contains.
 *
 * @param options.prefix text before the token, such as `Bearer `.
 */
export function tokenIn({ header, prefix = '' }: { header: string; prefix?: string }): SignatureScheme {
  return {
    signaturesIn({ headers }) {
      const value = headerText(headers, header)
      if (value.kind === 'absent') return missingHeader(header)
      if (value.kind !== 'text' || !value.text.startsWith(prefix)) return malformedHeader(header)
      return tokenSent(Buffer.from(value.text.slice(prefix.length)))
    },
    sign: (_, key) => (key.kind === 'token' ? { headers: { [header]: prefix + key.token } } : undefined),
  }
}

const BASIC = /^basic +([A-Za-z0-9+/]+=*)$/i

/** HTTP basic authentication (RFC 7617); user name and password in UTF-8. */
export const basicAuthentication: SignatureScheme = {
  signaturesIn({ headers }) {
    const value = headerText(headers, 'authorization')
    if (value.kind === 'absent') return missingHeader('authorization')
    const base64 = value.kind === 'text' ? BASIC.exec(value.text)?.[1] : undefined
    const credentials = base64 === undefined ? undefined : strictBase64Bytes(base64)
    return credentials === undefined ? malformedHeader('authorization') : tokenSent(credentials)
  },
  sign: (_, key) =>
    key.kind === 'token'
      ? { headers: { authorization: `Basic ${Buffer.from(key.token).toString('base64')}` } }
      : undefined,
}

function tokenSent(sent: Uint8Array): RequestSignatures {
  return {
    signedAt: undefined,
    checkWith(key) {
      if (key.kind !== 'token') return undefined
      return { verify: () => verdictOf(isSameBytes(Buffer.from(key.token), sent)) }
    },
  }
}
