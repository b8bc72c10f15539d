import { describe, expect, it } from 'vitest'
import { type PublishedVector, publishedVectors } from '../signing/vectors/published-vectors.ts'
import { type BareVerdict, verifyRequest } from '../testing/verify-request.ts'
import { PROVIDER_NAMES, type ProviderName, providerOf } from './catalogue.ts'

function nameOf({ provider }: PublishedVector): ProviderName {
  const name = PROVIDER_NAMES.find((each) => each === provider)
  if (name === undefined) throw new Error(`no provider ${provider} in the catalogue`)
  return name
}

function verify(vector: PublishedVector, nowSeconds = vector.now): Promise<BareVerdict> {
  const provider = providerOf(nameOf(vector))
  return verifyRequest(provider, {
    headers: vector.headers,
    url: vector.url ?? '',
    body: Buffer.from(vector.body),
    keys: provider.keysOf([vector.secret]),
    toleranceSeconds: 300,
    now: new Date(nowSeconds * 1000),
  })
}

const causes: Record<string, string> = {
  'github-tampered': 'signature_mismatch',
  'github-wrong-secret': 'signature_mismatch',
  'github-truncated': 'malformed_header',
  'github-no-prefix': 'malformed_header',
  'github-trailing-garbage': 'malformed_header',
  'github-empty-signature': 'malformed_header',
  'github-missing-header': 'missing_header',
  'github-sha1-only': 'missing_header',
  'github-octokit-reserialised': 'signature_mismatch',
  'stdwh-old-301s': 'timestamp_too_old',
  'stdwh-future-301s': 'timestamp_too_new',
  'stdwh-id-tampered': 'signature_mismatch',
  'stdwh-ts-tampered': 'signature_mismatch',
  'stdwh-body-space': 'signature_mismatch',
  'stdwh-hex-encoding': 'malformed_header',
  'stdwh-v2-only': 'unknown_version',
  'stdwh-empty-sig': 'malformed_header',
  'stdwh-missing-id': 'missing_header',
  'stdwh-missing-ts': 'missing_header',
  'stdwh-ts-nan': 'malformed_header',
  'stdwh-v1a-tampered': 'signature_mismatch',
  'stdwh-v1a-labelled-v1': 'malformed_header',
  'svix-tampered': 'signature_mismatch',
  'slack-stale': 'timestamp_too_old',
  'slack-tampered': 'signature_mismatch',
  'slack-v1-label': 'unknown_version',
  'slack-ts-changed': 'signature_mismatch',
  'bitbucket-tampered': 'signature_mismatch',
  'twilio-form-tampered': 'signature_mismatch',
  'twilio-wrong-url': 'signature_mismatch',
  'twilio-json-body-changed': 'signature_mismatch',
  'sendgrid-tampered': 'signature_mismatch',
  'sendgrid-ts-changed': 'signature_mismatch',
  'adyen-amount-changed': 'signature_mismatch',
}

describe('published vectors', () => {
  it.each(publishedVectors.filter((vector) => vector.valid))('$id is authentic', async (vector) => {
    expect(await verify(vector)).toEqual({ verified: true })
  })

  it.each(publishedVectors.filter((vector) => !vector.valid))('$id is rejected', async (vector) => {
    expect(await verify(vector)).toEqual({ verified: false, cause: causes[vector.id] })
  })

  // Bodies of GitHub's and Bitbucket's examples are not JSON.
  it.each(publishedVectors.filter(({ event_id, body }) => event_id !== undefined && !/^[A-Z]/.test(body)))(
    '$id is read under its event id',
    (vector) => {
      const [event] = providerOf(nameOf(vector)).readEvents({
        headers: vector.headers,
        body: Buffer.from(vector.body),
        config: {},
      })
      expect(event?.id).toBe(vector.event_id)
    },
  )
})
