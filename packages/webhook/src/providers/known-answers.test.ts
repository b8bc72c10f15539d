import { describe, expect, it } from 'vitest'
import { type PublishedVector, publishedVectors } from '../signing/vectors/published-vectors.ts'
import { verifyRequest } from '../testing/verify-request.ts'
import { providerOf } from './catalogue.ts'
import type { Verdict } from './provider.ts'

function verify(vector: PublishedVector, nowSeconds = vector.now): Promise<Verdict> {
  const provider = providerOf(vector.provider === 'github' ? 'github' : 'standard-webhooks')
  return verifyRequest(provider, {
    headers: vector.headers,
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
}

describe('published vectors', () => {
  it.each(publishedVectors.filter((vector) => vector.valid))('$id is authentic', async (vector) => {
    expect(await verify(vector)).toEqual({ verified: true })
  })

  it.each(publishedVectors.filter((vector) => !vector.valid))('$id is rejected', async (vector) => {
    expect(await verify(vector)).toEqual({ verified: false, cause: causes[vector.id] })
  })

  it.each(publishedVectors.filter((vector) => vector.event_id !== undefined && vector.provider !== 'github'))(
    '$id is read under its event id',
    (vector) => {
      const message = providerOf('standard-webhooks').read({
        headers: vector.headers,
        body: Buffer.from(vector.body),
      })
      expect(message).toEqual({ providerType: 'message', id: vector.event_id })
    },
  )
})
