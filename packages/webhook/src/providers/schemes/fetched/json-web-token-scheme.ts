import { createHash } from 'node:crypto'
import type { MessageConfig } from '../../config/message-config.ts'
import { type RequestHead, rejected, type SignatureScheme, type Verdict, verdictOf } from '../../provider.ts'
import { headerText } from '../../reading/header-text.ts'
import { memberOf, objectOf } from '../../reading/json-payload.ts'
import { malformedHeader, missingHeader } from '../../unverified.ts'
import { isSameText } from '../signature-match.ts'
import { fetchedText } from './fetched-text.ts'
import { isSignedBy, type JsonWebToken, parseToken } from './json-web-token.ts'

/** A key set has a few keys. Limits the work on an untrusted token. */
const KEYS_MAX = 10

/** Config of a source whose requests have a token. */
export interface TokenConfig extends MessageConfig, Record<string, unknown> {
  jwksUrl: string
  issuer?: string | undefined
  audience?: string | undefined
  header: string
  prefix: string
  /** Claim with the hex SHA-256 of the body. Without it, the token does not cover the body. */
  bodyHashClaim?: string | undefined
}

/** A token in a header, signed with a key of a published set (RFC 7517). */
export const webTokenSignature: SignatureScheme<TokenConfig> = {
  signaturesIn(head) {
    const { header, prefix, bodyHashClaim } = head.config
    const name = header.toLowerCase()
    const value = headerText(head.headers, name)
    if (value.kind === 'absent') return missingHeader(name)
    if (value.kind !== 'text' || !value.text.startsWith(prefix)) return malformedHeader(name)
    const token = parseToken(value.text.slice(prefix.length))
    const issuedAt = memberOf(token?.claims, 'iat')
    if (token === undefined || typeof issuedAt !== 'number' || !Number.isFinite(issuedAt)) {
      return malformedHeader(name)
    }
    return {
      signedAt: Math.floor(issuedAt),
      checkWith(key) {
        if (key.kind !== 'none') return undefined
        const hash = bodyHashClaim === undefined ? undefined : createHash('sha256')
        return {
          update: (chunk) => void hash?.update(chunk),
          verify() {
            const bodyHash = bodyHashClaim === undefined ? '' : memberOf(token.claims, bodyHashClaim)
            const isBody = typeof bodyHash === 'string' && isSameText(hash?.digest('hex') ?? '', bodyHash)
            return isBody && areClaimsFit(token, head)
              ? tokenVerdict(token, head)
              : rejected('signature_mismatch')
          },
        }
      },
    }
  },
}

function areClaimsFit({ claims }: JsonWebToken, { config, now, toleranceSeconds }: RequestHead<TokenConfig>) {
  const seconds = now.getTime() / 1000
  const expires = memberOf(claims, 'exp')
  const notBefore = memberOf(claims, 'nbf')
  const audience = [memberOf(claims, 'aud')].flat()
  return (
    (expires === undefined || (typeof expires === 'number' && expires > seconds - toleranceSeconds)) &&
    (notBefore === undefined || (typeof notBefore === 'number' && notBefore <= seconds + toleranceSeconds)) &&
    (config.issuer === undefined || memberOf(claims, 'iss') === config.issuer) &&
    (config.audience === undefined || audience.includes(config.audience))
  )
}

async function tokenVerdict(token: JsonWebToken, head: RequestHead<TokenConfig>): Promise<Verdict> {
  const { jwksUrl } = head.config
  const cached = keysNamed(token, await fetchedText(head, jwksUrl))
  // A provider may sign with a key right after it has published it.
  const isNew = cached.length === 0 && token.keyId !== undefined
  const keys = isNew
    ? keysNamed(token, await fetchedText(head, jwksUrl, undefined, { isRefreshed: true }))
    : cached
  return verdictOf(keys.slice(0, KEYS_MAX).some((key) => isSignedBy(token, key)))
}

/** The keys of a set with the id that the token names; all of them, if it names none. */
function keysNamed({ keyId }: JsonWebToken, set: string | undefined): readonly unknown[] {
  const keys = memberOf(objectOf(set ?? ''), 'keys')
  if (!Array.isArray(keys)) return []
  return keys.filter((key) => keyId === undefined || memberOf(key, 'kid') === keyId)
}
