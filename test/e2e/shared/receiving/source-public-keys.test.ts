import { randomBytes } from 'node:crypto'
import type { Source } from '@posthorn/contracts'
import { generateKeyPair, signEd25519 } from '@posthorn/webhook'
import { beforeEach, describe, expect, it } from 'vitest'
import { idOf, problem, reply, TIME } from '../../../harness/expected.ts'
import type { Tenant } from '../../../harness/posthorn.ts'
import { sharedPosthorn } from '../../../harness/shared/shared-posthorn.ts'
import { type SignedWebhook, sendWebhook, standardWebhook } from '../../../harness/webhooks.ts'

const SECRET = `whsec_${Buffer.alloc(32, 7).toString('base64')}`
const BODY = '{"type":"user.created","data":{"id":"u_1"}}'
const PAIR = generateKeyPair(randomBytes)
const OTHER = generateKeyPair(randomBytes)
const ACCEPTED = reply(202, { status: 'accepted', eventId: idOf('evt') })
const WRONG = problem(401, 'invalid_signature', 'No signature in the request matches a secret of the source.')
const NOTHING_LEFT = 'expected at least one, or a publicKey where the provider signs with a key pair'

let messages = 0

/** Signed as a sender with a key pair does: `v1a`. */
function signedWith({ privateKey }: { privateKey: string }, body = BODY): SignedWebhook {
  const id = `msg_${messages++}`
  const timestamp = Math.floor(Date.now() / 1000)
  const signature = signEd25519({ id, timestamp, body: Buffer.from(body), privateKeys: [privateKey] })
  return {
    body,
    headers: {
      'content-type': 'application/json',
      'webhook-id': id,
      'webhook-timestamp': String(timestamp),
      'webhook-signature': signature,
    },
  }
}

const signedWithSecret = () => standardWebhook(SECRET, BODY, { id: `msg_${messages++}` })

describe('the public key of a source', () => {
  const posthorn = sharedPosthorn('idle')
  let tenant: Tenant
  let path: string
  beforeEach(async () => {
    tenant = await posthorn.createTenant()
    path = `${tenant.path}/sources`
  })

  const sourceWith = (fields: object) =>
    tenant.source({ name: 'upstream', provider: 'standard-webhooks', ...fields })
  const patch = (id: string, change: object) => posthorn.api.patch<Source>(`${path}/${id}`, change)

  it('is returned, and verifies signatures of its private key', async () => {
    const source = await sourceWith({ publicKey: PAIR.publicKey })
    expect(source.publicKey).toBe(PAIR.publicKey)
    expect(await posthorn.api.get(`${path}/${source.id}`)).toEqual(reply(200, source))

    expect(await sendWebhook(source.ingestUrl, signedWith(PAIR))).toEqual(ACCEPTED)
    expect(await sendWebhook(source.ingestUrl, signedWith(OTHER))).toEqual(WRONG)
    expect(await sendWebhook(source.ingestUrl, { ...signedWith(PAIR), body: `${BODY} ` })).toEqual(WRONG)
    expect(await sendWebhook(source.ingestUrl, signedWithSecret())).toEqual(WRONG)
  })

  it('may be set beside secrets: either verifies', async () => {
    const source = await sourceWith({ secrets: [SECRET], publicKey: PAIR.publicKey })
    expect(await sendWebhook(source.ingestUrl, signedWith(PAIR))).toEqual(ACCEPTED)
    expect(await sendWebhook(source.ingestUrl, signedWithSecret())).toEqual(ACCEPTED)
    expect(await sendWebhook(source.ingestUrl, signedWith(OTHER))).toEqual(WRONG)
  })

  it('may be among the secrets', async () => {
    const source = await sourceWith({ secrets: [PAIR.publicKey, OTHER.publicKey] })
    expect(source.publicKey).toBeNull()
    expect(await sendWebhook(source.ingestUrl, signedWith(PAIR))).toEqual(ACCEPTED)
    expect(await sendWebhook(source.ingestUrl, signedWith(OTHER))).toEqual(ACCEPTED)
  })

  it('is never a secret: it cannot be used to sign', async () => {
    const source = await sourceWith({ publicKey: PAIR.publicKey })
    const asSecret = PAIR.publicKey.replace('whpk_', 'whsec_')
    expect(
      await sendWebhook(source.ingestUrl, standardWebhook(asSecret, BODY, { id: `msg_${messages++}` })),
    ).toEqual(WRONG)
  })

  it('is set, changed and removed by a change, at once', async () => {
    const source = await sourceWith({ secrets: [SECRET] })
    for (const publicKey of [PAIR.publicKey, OTHER.publicKey, null]) {
      expect(await patch(source.id, { publicKey })).toEqual(
        reply(200, { ...source, publicKey, updatedAt: TIME }),
      )
      const answers = [
        await sendWebhook(source.ingestUrl, signedWith(PAIR)),
        await sendWebhook(source.ingestUrl, signedWith(OTHER)),
      ]
      expect(answers.map(({ status }) => status === 202)).toEqual(
        [PAIR, OTHER].map((pair) => pair.publicKey === publicKey),
      )
    }
    expect(await sendWebhook(source.ingestUrl, signedWithSecret())).toEqual(ACCEPTED)
  })

  it('can replace the secrets, and they can replace it', async () => {
    const source = await sourceWith({ secrets: [SECRET] })
    expect(await patch(source.id, { secrets: [], publicKey: PAIR.publicKey })).toMatchObject({ status: 200 })
    expect(await sendWebhook(source.ingestUrl, signedWithSecret())).toEqual(WRONG)
    expect(await sendWebhook(source.ingestUrl, signedWith(PAIR))).toEqual(ACCEPTED)
    expect(await patch(source.id, { secrets: [SECRET], publicKey: null })).toMatchObject({ status: 200 })
    expect(await sendWebhook(source.ingestUrl, signedWithSecret())).toEqual(ACCEPTED)
    expect(await sendWebhook(source.ingestUrl, signedWith(PAIR))).toEqual(WRONG)
  })

  it.each<[string, object, object]>([
    ['the secrets', { secrets: [SECRET] }, { secrets: [] }],
    ['the public key', { publicKey: PAIR.publicKey }, { publicKey: null }],
    ['both', { secrets: [SECRET], publicKey: PAIR.publicKey }, { secrets: [], publicKey: null }],
  ])('or a secret must remain: %s cannot be removed', async (_name, fields, change) => {
    const source = await sourceWith(fields)
    expect(await patch(source.id, change)).toEqual(
      problem(400, 'invalid_request', `secrets: ${NOTHING_LEFT}`, [
        { path: 'secrets', message: NOTHING_LEFT },
      ]),
    )
    expect(await posthorn.api.get(`${path}/${source.id}`)).toEqual(reply(200, source))
  })

  it('and the secrets cannot be removed at the same time: one of them remains', async () => {
    const source = await sourceWith({ secrets: [SECRET], publicKey: PAIR.publicKey })
    const answers = await Promise.all(
      [{ secrets: [] }, { publicKey: null }, { secrets: [] }, { publicKey: null }].map((change) =>
        patch(source.id, change),
      ),
    )
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(2)
    expect(answers.filter(({ status }) => status === 400)).toHaveLength(2)
  })

  it.each<[string, object, string, string]>([
    ['neither key nor secrets', {}, 'secrets', NOTHING_LEFT],
    [
      'a malformed key',
      { publicKey: 'whpk_AAAA' },
      'publicKey',
      'public key: expected "whpk_" and the padded base64 of 32 bytes',
    ],
    [
      'a private key',
      { publicKey: PAIR.privateKey },
      'publicKey',
      'public key: expected "whpk_" and the padded base64 of 32 bytes',
    ],
    [
      'another provider',
      { provider: 'stripe', secrets: ['whsec_1'], publicKey: PAIR.publicKey },
      'publicKey',
      'a source of stripe has no public key: send its secrets',
    ],
    [
      'another provider and no secrets',
      { provider: 'github', publicKey: PAIR.publicKey },
      'publicKey',
      'a source of github has no public key: send its secrets',
    ],
  ])('with %s is refused', async (_name, fields, field, message) => {
    const body = { name: 'upstream', provider: 'standard-webhooks', ...fields }
    expect(await posthorn.api.post(path, body)).toEqual(
      problem(400, 'invalid_request', `${field}: ${message}`, [{ path: field, message }]),
    )
    expect(await posthorn.api.get(path)).toEqual(reply(200, { data: [], nextCursor: null }))
  })

  it('cannot be added to a source of another provider', async () => {
    const source = await tenant.source({ name: 'stripe', provider: 'stripe', secrets: ['whsec_1'] })
    const message = 'a source of stripe has no public key: send its secrets'
    expect(await patch(source.id, { publicKey: PAIR.publicKey })).toEqual(
      problem(400, 'invalid_request', `publicKey: ${message}`, [{ path: 'publicKey', message }]),
    )
    expect(await patch(source.id, { publicKey: null })).toEqual(reply(200, { ...source, updatedAt: TIME }))
  })
})
