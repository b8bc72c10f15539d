import { createHmac } from 'node:crypto'
import type { ProviderName } from '../../providers/catalogue.ts'
import type { FetchText, Headers, ProviderConfig } from '../../providers/provider.ts'

/** A genuine message of a provider, for tests. Signed by the vendor's library, or by independent code. */
export interface ProviderSample {
  provider: ProviderName
  /** Distinguishes several samples of a provider. */
  name?: string
  /** As the provider shows it: a secret, or a public key. */
  secret: string
  /** Another valid secret, which has not signed. */
  otherSecret: string
  /** The provider publishes its keys: the source has none. */
  isKeyless?: boolean
  fetchText?: FetchText
  config?: ProviderConfig
  /** That the provider calls, if it matters. */
  url?: string
  body: string
  /** The headers of the message at this time, in unix seconds, to this URL. */
  headersAt(seconds: number, body: string, url: string): Headers | Promise<Headers>
  /** The body at this time, where the time is in it. */
  bodyAt?(seconds: number): string
  /** The events that it carries; with their data, if that is not the body. */
  events: readonly { providerType: string; id: string | undefined; data?: string }[]
  /** Whether the signature covers the body, some of its fields, or nothing. */
  covers: 'body' | 'fields' | 'nothing'
  /** A text in the body that is signed, and another, if the signature does not cover the whole body. */
  signedField?: readonly [text: string, other: string]
  /** Whether the signature covers the URL that the provider calls. */
  signsUrl?: boolean
  /** Whether the signature covers the time. */
  signsTime: boolean
  /** How much later than its time the provider may send it again, in seconds. */
  retrySeconds?: number
  /** The headers that verification needs. */
  needs: readonly string[]
}

/** The time of the samples. */
export const SAMPLE_SECONDS = 1_614_265_330

/** An HMAC, independent of the catalogue's code. */
export function hmacOf(
  options: { algorithm?: string; key: string | Buffer; encoding: 'hex' | 'base64' },
  ...parts: readonly string[]
): string {
  const hmac = createHmac(options.algorithm ?? 'sha256', options.key)
  return hmac.update(parts.join('')).digest(options.encoding)
}
