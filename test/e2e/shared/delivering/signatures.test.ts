import { createHmac, createPublicKey, verify } from 'node:crypto'
import type { Attempt, CreatedEndpoint, Endpoint, Page } from '@posthorn/contracts'
import { Webhook } from 'standardwebhooks'
import { Webhook as SvixWebhook } from 'svix'
import { beforeAll, describe, expect, it } from 'vitest'
import { idOf, problem, reply } from '../../../harness/expected.ts'
import type { Tenant } from '../../../harness/posthorn.ts'
import { type Received, startReceiver } from '../../../harness/receiver.ts'
import { sharedPosthorn } from '../../../harness/shared/shared-posthorn.ts'
import { sendWebhook } from '../../../harness/webhooks.ts'

const PUBLIC_KEY = expect.stringMatching(/^whpk_[A-Za-z0-9+/]{43}=$/)

/** Verifies by hand, as a receiver without a library does: no JavaScript library knows `v1a`. */
function isSignedWith(publicKey: string, { headers, body }: Received, signature: string): boolean {
  const x = Buffer.from(publicKey.slice('whpk_'.length), 'base64').toString('base64url')
  const key = createPublicKey({ key: { kty: 'OKP', crv: 'Ed25519', x }, format: 'jwk' })
  const prefix = Buffer.from([headers['webhook-id'], headers['webhook-timestamp'], ''].join('.'))
  const bytes = Buffer.from(signature.replace(/^v1a,/, ''), 'base64')
  return verify(null, Buffer.concat([prefix, body]), key, bytes)
}

const signaturesOf = ({ headers }: Received) => String(headers['webhook-signature']).split(' ')

describe('an endpoint with the signature ed25519', () => {
  const posthorn = sharedPosthorn()
  let tenant: Tenant
  beforeAll(async () => {
    tenant = await posthorn.createTenant()
  })

  const get = (id: string) => posthorn.api.get<Endpoint>(`${tenant.path}/endpoints/${id}`)
  const patch = (id: string, change: object) =>
    posthorn.api.patch<Endpoint>(`${tenant.path}/endpoints/${id}`, change)
  const endpointTo = (url: string, ...signatures: string[]) => tenant.endpoint({ url, signatures })

  /** Publishes an event to an endpoint with these signatures, and returns its request. */
  async function deliver(...signatures: string[]) {
    const receiver = await startReceiver()
    tenant = await posthorn.createTenant()
    const endpoint = await endpointTo(receiver.url, ...signatures)
    await posthorn.api.post(`${tenant.path}/events`, { type: 'order.paid', data: { text: 'Größe' } })
    const [received] = await receiver.waitFor(1)
    const [delivery] = await tenant.settled(1)
    await receiver.close()
    if (received === undefined || delivery === undefined) throw new Error('no request arrived')
    return { endpoint, received, delivery }
  }

  it('shows its public key in every reply, and never its private key', async () => {
    tenant = await posthorn.createTenant()
    const path = `${tenant.path}/endpoints`
    const created = await posthorn.api.post<CreatedEndpoint>(path, {
      url: 'https://example.com/',
      signatures: ['ed25519'],
    })
    const { secret, ...endpoint } = created.body

    expect(created).toEqual(reply(201, created.body))
    expect(endpoint).toMatchObject({ signatures: ['ed25519'], publicKeys: [PUBLIC_KEY] })
    const read = await get(endpoint.id)
    const list = await posthorn.api.get(path)
    expect(read).toEqual(reply(200, endpoint))
    expect(list).toEqual(reply(200, { data: [endpoint], nextCursor: null }))
    for (const { text } of [created, read, list]) expect(text).not.toContain('whsk_')
    expect(secret).toMatch(/^whsec_/)
  })

  it('has a private key that is encrypted in the database', async () => {
    const { id } = await endpointTo('https://example.com/', 'ed25519')
    const rows = await posthorn.database.query<{ kind: string; row: string }>(
      'SELECT kind, s::text AS row FROM endpoint_secrets s WHERE endpoint_id = $1 ORDER BY kind',
      [id],
    )
    expect(rows.map(({ kind }) => kind)).toEqual(['hmac', 'ed25519'])
    for (const { row } of rows) expect(row).not.toContain(Buffer.from('whsk_').toString('hex'))
  })

  it('gets requests that its public key verifies, and no other', async () => {
    const { endpoint, received } = await deliver('ed25519')
    const [signature = '', ...others] = signaturesOf(received)
    const [publicKey = ''] = endpoint.publicKeys
    const another = await endpointTo('https://example.com/', 'ed25519')

    expect(others).toEqual([])
    expect(signature).toMatch(/^v1a,[A-Za-z0-9+/]{86}==$/)
    expect(isSignedWith(publicKey, received, signature)).toBe(true)
    expect(isSignedWith(another.publicKeys[0] ?? '', received, signature)).toBe(false)
    expect(isSignedWith(publicKey, { ...received, body: Buffer.from('{}') }, signature)).toBe(false)
    expect(received.headers).not.toHaveProperty('x-webhook-signature')
  })

  it('sends requests that a source with its public key accepts', async () => {
    const { endpoint, received } = await deliver('ed25519')
    const source = await tenant.source({
      name: 'upstream',
      provider: 'standard-webhooks',
      secrets: endpoint.publicKeys,
    })
    const headers = Object.fromEntries(
      ['content-type', 'webhook-id', 'webhook-timestamp', 'webhook-signature'].map((name) => [
        name,
        String(received.headers[name]),
      ]),
    )
    expect(await sendWebhook(source.ingestUrl, { headers, body: received.body })).toEqual(
      reply(202, { status: 'accepted', eventId: idOf('evt') }),
    )
    const changed = Buffer.concat([received.body, Buffer.from(' ')])
    expect(await sendWebhook(source.ingestUrl, { headers, body: changed })).toEqual(
      problem(401, 'invalid_signature', 'No signature in the request matches a secret of the source.'),
    )
  })

  it('can have others beside it, whose libraries skip it', async () => {
    const { endpoint, received } = await deliver('sha256', 'ed25519', 'standard')
    const [v1 = '', v1a = '', ...others] = signaturesOf(received)

    expect([v1.slice(0, 3), v1a.slice(0, 4), others]).toEqual(['v1,', 'v1a,', []])
    expect(isSignedWith(endpoint.publicKeys[0] ?? '', received, v1a)).toBe(true)
    const hex = createHmac('sha256', endpoint.secret).update(received.body).digest('hex')
    expect(received.headers['x-webhook-signature']).toBe(`sha256=${hex}`)
    for (const Library of [Webhook, SvixWebhook]) {
      const headers = received.headers as Record<string, string>
      expect(() => new Library(endpoint.secret).verify(received.body.toString(), headers)).not.toThrow()
    }
  })

  it('has its signatures masked in recorded attempts', async () => {
    const { delivery } = await deliver('standard', 'ed25519')
    const { body } = await posthorn.api.get<Page<Attempt>>(
      `${tenant.path}/deliveries/${delivery.id}/attempts`,
    )
    expect(body.data.map(({ requestHeaders }) => requestHeaders['webhook-signature'])).toEqual([
      'v1,[masked] v1a,[masked]',
    ])
  })

  it('gets its key pair when it is changed to have one, and keeps it', async () => {
    const { id, publicKeys } = await endpointTo('https://example.com/', 'standard')
    expect(publicKeys).toEqual([])

    const changed = await patch(id, { signatures: ['standard', 'ed25519'] })
    expect(changed).toEqual(reply(200, { ...changed.body, publicKeys: [PUBLIC_KEY] }))
    for (const signatures of [['sha256'], ['ed25519']]) {
      expect((await patch(id, { signatures })).body).toMatchObject({
        signatures,
        publicKeys: changed.body.publicKeys,
      })
    }
  })

  it('gets one key pair under concurrent changes', async () => {
    const { id } = await endpointTo('https://example.com/', 'standard')
    const changes = Array.from({ length: 10 }, () => patch(id, { signatures: ['ed25519'] }))
    const keys = (await Promise.all(changes)).map(({ body }) => body.publicKeys)
    expect(keys).toEqual(keys.map(() => keys[0]))
    expect((await get(id)).body.publicKeys).toEqual([PUBLIC_KEY])
  })

  it('refuses public keys in a request', async () => {
    const { id } = await endpointTo('https://example.com/', 'ed25519')
    expect(await patch(id, { publicKeys: [] })).toEqual(
      problem(400, 'invalid_request', 'publicKeys: unknown field', [
        { path: 'publicKeys', message: 'unknown field' },
      ]),
    )
  })
})
