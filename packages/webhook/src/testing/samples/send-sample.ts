import { providerOf } from '../../providers/catalogue.ts'
import type { Headers } from '../../providers/provider.ts'
import { type BareVerdict, verifyRequest } from '../verify-request.ts'
import { type ProviderSample, SAMPLE_SECONDS } from './provider-sample.ts'

/** The parts of a request that a test may replace. */
export interface SampleChange {
  headers?: Headers
  body?: string | Uint8Array
  secrets?: readonly string[]
  /** Of the message, in unix seconds. */
  sentAt?: number
  url?: string
}

/** The config of a source of the sample, with its defaults. */
export function configOf({ provider, config = {} }: ProviderSample) {
  return providerOf(provider).config.parse(config)
}

const URL = 'https://example.com/hook'

/** The request of a sample, at a time, to a URL. */
export async function requestOf(sample: ProviderSample, seconds = SAMPLE_SECONDS, url = sample.url ?? URL) {
  const body = sample.bodyAt?.(seconds) ?? sample.body
  return { body: Buffer.from(body), headers: await sample.headersAt(seconds, body, url) }
}

/** Verifies a sample, with changes, when the clock shows the time of the samples. */
export async function sendSample(sample: ProviderSample, change: SampleChange = {}): Promise<BareVerdict> {
  const provider = providerOf(sample.provider)
  const request = await requestOf(sample, change.sentAt)
  const config = configOf(sample)
  return verifyRequest(provider, {
    headers: change.headers ?? request.headers,
    body: change.body === undefined ? request.body : Buffer.from(change.body),
    keys: provider.keysOf(change.secrets ?? [sample.secret], config),
    url: change.url ?? sample.url ?? URL,
    method: 'POST',
    fetchText: sample.fetchText,
    config,
    toleranceSeconds: 300,
    now: new Date(SAMPLE_SECONDS * 1000),
  })
}
