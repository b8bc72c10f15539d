import { createHash } from 'node:crypto'
import { type RequestHead, rejected, type SignatureScheme, type Verdict, verdictOf } from '../../provider.ts'
import { headerText } from '../../reading/header-text.ts'
import { memberOf, objectOf } from '../../reading/json-payload.ts'
import { malformedHeader, missingHeader } from '../../unverified.ts'
import { isSameText } from '../signature-match.ts'
import { fetchedText } from './fetched-text.ts'
import { isSignedBy, type JsonWebToken, parseToken } from './json-web-token.ts'

const HEADER = 'plaid-verification'
const KEY_ID = /^[\w-]{1,100}$/

/** Config of a source of Plaid. */
export interface PlaidConfig extends Record<string, unknown> {
  clientId: string
  environment: 'production' | 'sandbox'
}

/**
 * Plaid: `Plaid-Verification` is a token (ES256) with the hash of the body. Plaid's API has its key; the secret of the
 * source authenticates Posthorn there.
 */
export const plaidSignature: SignatureScheme<PlaidConfig> = {
  signaturesIn(head) {
    const header = headerText(head.headers, HEADER)
    if (header.kind === 'absent') return missingHeader(HEADER)
    const token = header.kind === 'text' ? parseToken(header.text) : undefined
    const issuedAt = memberOf(token?.claims, 'iat')
    const bodyHash = memberOf(token?.claims, 'request_body_sha256')
    if (token?.algorithm !== 'ES256' || !KEY_ID.test(token.keyId ?? '')) return malformedHeader(HEADER)
    if (typeof issuedAt !== 'number' || !Number.isSafeInteger(issuedAt)) return malformedHeader(HEADER)
    if (typeof bodyHash !== 'string') return malformedHeader(HEADER)
    return {
      signedAt: issuedAt,
      checkWith(key) {
        if (key.kind !== 'token') return undefined
        const hash = createHash('sha256')
        return {
          update: (chunk) => void hash.update(chunk),
          // The key is only fetched for a body that fits to the token.
          verify: () =>
            isSameText(hash.digest('hex'), bodyHash)
              ? tokenVerdict(token, key.token, head)
              : rejected('signature_mismatch'),
        }
      },
    }
  },
}

async function tokenVerdict(
  token: JsonWebToken,
  secret: string,
  head: RequestHead<PlaidConfig>,
): Promise<Verdict> {
  const { clientId, environment } = head.config
  const url = `https://${environment}.plaid.com/webhook_verification_key/get`
  const question = JSON.stringify({ client_id: clientId, secret, key_id: token.keyId })
  const answer = await fetchedText(head, url, question)
  const jwk = memberOf(objectOf(answer ?? ''), 'key')
  const expiredAt = memberOf(jwk, 'expired_at')
  if (expiredAt !== null && expiredAt !== undefined) return rejected('signature_mismatch')
  return verdictOf(isSignedBy(token, jwk))
}
