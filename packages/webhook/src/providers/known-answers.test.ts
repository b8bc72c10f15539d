import { describe, expect, it } from 'vitest'
import { type PublishedVector, publishedVectors } from '../signing/vectors/published-vectors.ts'
import { verifyRequest } from '../testing/verify-request.ts'
import { PROVIDER_NAMES, type ProviderName, providerOf } from './catalogue.ts'
import type { Verdict } from './provider.ts'

function nameOf({ provider }: PublishedVector): ProviderName {
  const name = PROVIDER_NAMES.find((each) => each === provider)
  if (name === undefined) throw new Error(`no provider ${provider} in the catalogue`)
  return name
}

function verify(vector: PublishedVector, nowSeconds = vector.now): Promise<Verdict> {
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
  'github-tampered': 'wrong_signature',
  'github-wrong-secret': 'wrong_signature',
  'github-truncated': 'malformed_signature',
  'github-no-prefix': 'malformed_signature',
  'github-trailing-garbage': 'malformed_signature',
  'github-empty-signature': 'malformed_signature',
  'github-missing-header': 'missing_signature',
  'github-sha1-only': 'missing_signature',
  'github-octokit-reserialised': 'wrong_signature',
  'stdwh-old-301s': 'timestamp_too_old',
  'stdwh-future-301s': 'timestamp_too_new',
  'stdwh-id-tampered': 'wrong_signature',
  'stdwh-ts-tampered': 'wrong_signature',
  'stdwh-body-space': 'wrong_signature',
  'stdwh-hex-encoding': 'malformed_signature',
  'stdwh-v2-only': 'malformed_signature',
  'stdwh-empty-sig': 'malformed_signature',
  'stdwh-missing-id': 'missing_signature',
  'stdwh-missing-ts': 'missing_signature',
  'stdwh-ts-nan': 'malformed_signature',
  'stdwh-v1a-tampered': 'wrong_signature',
  'stdwh-v1a-labelled-v1': 'malformed_signature',
  'svix-tampered': 'wrong_signature',
  'slack-stale': 'timestamp_too_old',
  'slack-tampered': 'wrong_signature',
  'slack-v1-label': 'malformed_signature',
  'slack-ts-changed': 'wrong_signature',
  'bitbucket-tampered': 'wrong_signature',
  'twilio-form-tampered': 'wrong_signature',
  'twilio-wrong-url': 'wrong_signature',
  'twilio-json-body-changed': 'wrong_signature',
  'sendgrid-tampered': 'wrong_signature',
  'sendgrid-ts-changed': 'wrong_signature',
  'adyen-amount-changed': 'wrong_signature',
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
