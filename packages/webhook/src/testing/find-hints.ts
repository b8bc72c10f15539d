import { createHmac } from 'node:crypto'
import { type ProviderName, providerOf } from '../providers/catalogue.ts'
import { findHints, type OtherSource } from '../providers/explaining/find-hints.ts'
import type { Hint } from '../providers/explaining/hint.ts'
import type { TriedRequest } from '../providers/explaining/trial.ts'
import { verifyWhole } from '../providers/explaining/verify-whole.ts'
import type { Headers, ProviderConfig } from '../providers/provider.ts'
import { SAMPLE_SECONDS } from './samples/provider-sample.ts'

const SECRET = 'a-secret'

/** A request, and the source that rejects it. */
export interface RejectedSample {
  provider: ProviderName
  headers: Headers
  body: string | Buffer
  secrets?: string[]
  url?: string
  config?: ProviderConfig
  otherSources?: OtherSource[]
  at?: Date
}

/** The hints for a request, and none if it verifies. */
export async function hintsOf(sample: RejectedSample): Promise<Hint[]> {
  const { provider: name, secrets = [SECRET], url = 'https://hooks.example.com/webhooks/src_1' } = sample
  const provider = providerOf(name)
  const config = provider.config.parse(sample.config ?? {})
  const request: TriedRequest = {
    headers: sample.headers,
    method: 'POST',
    url,
    config,
    body: Buffer.from(sample.body),
    keys: provider.keysOf(secrets, config),
    now: sample.at ?? new Date(SAMPLE_SECONDS * 1000),
  }
  const verification = await verifyWhole(provider, { ...request, toleranceSeconds: 300 })
  if (verification.verified) return []
  const { cause } = verification
  const pause = async () => {}
  return findHints({ provider: name, cause, request, otherSources: sample.otherSources ?? [], pause })
}

/** Code and certainty of each hint. */
export const codesOf = (hints: Hint[]) => hints.map(({ code, confirmed }) => [code, confirmed])

/** The HMAC of a body, by default with the secret of the source. */
export const hmacOf = (body: string | Buffer, key: string | Buffer = SECRET) =>
  createHmac('sha256', key).update(body)

/** The headers of GitHub for a body. */
export const githubHeaders = (signed: string | Buffer, key?: string | Buffer): Headers => ({
  'content-type': 'application/json',
  'x-hub-signature-256': `sha256=${hmacOf(signed, key).digest('hex')}`,
})

/** The headers of Stripe for a body. */
export const stripeHeaders = (body: string, key = SECRET, seconds = SAMPLE_SECONDS): Headers => ({
  'stripe-signature': `t=${seconds},v1=${hmacOf(`${seconds}.${body}`, key).digest('hex')}`,
})
