import { createHmac, generateKeyPairSync, sign } from 'node:crypto'
import { generateKeyPair, signEd25519, signStandard } from '@posthorn/webhook'
import { publishedVectors } from '@posthorn/webhook/testing'
import { Webhook } from 'standardwebhooks'
import { describe, expect, it } from 'vitest'
import { InvalidSecretError } from './errors.ts'
import { verifyWebhook } from './verify-webhook.ts'

const secret = `whsec_${Buffer.alloc(32, 7).toString('base64')}`
const otherSecret = `whsec_${Buffer.alloc(24, 8).toString('base64')}`
const pair = generateKeyPair((n) => Buffer.alloc(n, 9))
const id = 'evt_1'
const timestamp = 1_614_265_330
const now = new Date(timestamp * 1000)
/** A number that JavaScript rounds, and bytes that are not UTF-8. */
const body = Buffer.concat([
  Buffer.from('{"n": 12345678901234567890, "x": "'),
  Buffer.of(0xff),
  Buffer.from('"}'),
])
const message = { id, timestamp, body }
const signed = (signature = signStandard({ ...message, secrets: [secret] })) => ({
  'webhook-id': id,
  'webhook-timestamp': String(timestamp),
  'webhook-signature': signature,
})
const verify = (
  change: { body?: Uint8Array; headers?: object; secrets?: string | string[]; now?: Date } = {},
) =>
  verifyWebhook(change.body ?? body, { ...signed(), ...change.headers }, change.secrets ?? secret, {
    now: change.now ?? now,
  })

describe('verifyWebhook accepts', () => {
  it('the bytes that were signed, and returns them', async () => {
    const webhook = await verify()
    expect(webhook).toMatchObject({ id, sentAt: now })
    expect(Buffer.from(webhook.body).equals(body)).toBe(true)
  })

  it.each([
    ['text', (text: string) => text],
    ['an ArrayBuffer', (text: string) => new TextEncoder().encode(text).buffer],
    ['a part of a buffer', (text: string) => Buffer.from(`x${text}`).subarray(1)],
  ])('a body that is %s', async (_, bodyOf) => {
    const text = '{"id":"evt_1","type":"a","timestamp":"t","data":{"é":1}}'
    const headers = signed(signStandard({ ...message, body: Buffer.from(text), secrets: [secret] }))
    const webhook = await verifyWebhook(bodyOf(text), headers, secret, { now })
    expect(webhook.json().data).toEqual({ é: 1 })
  })

  it.each([
    ['Headers', (headers: Record<string, string>) => new Headers(headers)],
    [
      'a record with other capitals',
      (headers: Record<string, string>) =>
        Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toUpperCase(), value])),
    ],
    [
      'a record of lists',
      (headers: Record<string, string>) =>
        Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, [value]])),
    ],
    [
      'the names of Svix',
      (headers: Record<string, string>) =>
        Object.fromEntries(
          Object.entries(headers).map(([name, value]) => [name.replace('webhook', 'svix'), value]),
        ),
    ],
  ])('headers that are %s', async (_, headersOf) => {
    expect((await verifyWebhook(body, headersOf(signed()), secret, { now })).id).toBe(id)
  })

  it('any of several secrets, and any of several signatures', async () => {
    expect(await verify({ secrets: [otherSecret, secret] })).toMatchObject({ id })
    const both = signStandard({ ...message, secrets: [otherSecret, secret] })
    const headers = { 'webhook-signature': `v9,x junk  v1,short ${both}` }
    expect(await verify({ headers })).toMatchObject({ id })
  })

  it('a signature with a key pair, by its public key', async () => {
    const headers = { 'webhook-signature': signEd25519({ ...message, privateKeys: [pair.privateKey] }) }
    expect(await verify({ headers, secrets: pair.publicKey })).toMatchObject({ id })
    expect(await verify({ headers, secrets: [secret, pair.publicKey] })).toMatchObject({ id })
  })

  it.each([-300, 300])('a time that differs by %d s', async (seconds) => {
    expect(await verify({ now: new Date(now.getTime() + seconds * 1000) })).toMatchObject({ id })
  })

  it('what the reference library signs, and the reference library what Posthorn signs', async () => {
    const text = '{"a":1}'
    const headers = signed(new Webhook(secret).sign(id, now, text))
    expect((await verifyWebhook(text, headers, secret, { now })).id).toBe(id)
    const current = Math.floor(Date.now() / 1000)
    const ours = signStandard({ id, timestamp: current, body: Buffer.from(text), secrets: [secret] })
    const received = { ...signed(ours), 'webhook-timestamp': String(current) }
    expect(new Webhook(secret).verify(text, received)).toEqual({ a: 1 })
  })
})

describe('verifyWebhook refuses', () => {
  const other = signEd25519({ ...message, privateKeys: [pair.privateKey] }).slice('v1a,'.length)
  const ofBody = createHmac('sha256', Buffer.alloc(32, 7)).update(body).digest('base64')
  const [, good = ''] = signed()['webhook-signature'].split(',')

  it.each([
    ['another body', { body: Buffer.concat([body, Buffer.of(0x20)]) }, 'signature_mismatch'],
    ['another id', { headers: { 'webhook-id': 'evt_2' } }, 'signature_mismatch'],
    ['another time', { headers: { 'webhook-timestamp': String(timestamp + 1) } }, 'signature_mismatch'],
    ['another secret', { secrets: otherSecret }, 'signature_mismatch'],
    [
      'a signature of the body alone',
      { headers: { 'webhook-signature': `v1,${ofBody}` } },
      'signature_mismatch',
    ],
    ['an HMAC under the name of a public key', { secrets: pair.publicKey }, 'signature_mismatch'],
    [
      'a signature with garbage behind it',
      { headers: { 'webhook-signature': `v1,${good}x` } },
      'malformed_header',
    ],
    ['a signature without a version', { headers: { 'webhook-signature': good } }, 'malformed_header'],
    ['an empty signature', { headers: { 'webhook-signature': '' } }, 'malformed_header'],
    [
      'only a version that is not known',
      { headers: { 'webhook-signature': `v2,${good}` } },
      'unknown_version',
    ],
    ['Ed25519 labelled as HMAC', { headers: { 'webhook-signature': `v1,${other}` } }, 'malformed_header'],
    ['a missing header', { headers: { 'webhook-id': undefined } }, 'missing_header'],
    ['a repeated header', { headers: { 'webhook-id': [id, id] } }, 'malformed_header'],
    ['an id with a space', { headers: { 'webhook-id': 'evt 1' } }, 'malformed_header'],
    [
      'a time that is not whole seconds',
      { headers: { 'webhook-timestamp': '1614265330abc' } },
      'malformed_header',
    ],
    ['a time that is too old', { now: new Date(now.getTime() + 301_000) }, 'timestamp_too_old'],
    ['a time ahead', { now: new Date(now.getTime() - 301_000) }, 'timestamp_too_new'],
    ['any time if the clock is invalid', { now: new Date(Number.NaN) }, 'timestamp_too_old'],
  ])('%s', async (_, change, code) => {
    await expect(verify(change)).rejects.toMatchObject({ name: 'WebhookVerificationError', code })
  })

  it('headers of two families, of which one is not signed', async () => {
    const { 'webhook-id': signedId, ...rest } = signed()
    await expect(
      verifyWebhook(body, { ...rest, 'svix-id': signedId }, secret, { now }),
    ).rejects.toMatchObject({
      code: 'missing_header',
    })
  })

  it.each([
    ['no secret', []],
    ['an empty secret', ''],
    ['a secret without its prefix', secret.slice(6)],
    ['a secret that is not base64', 'whsec_****'],
    ['a secret with missing padding', otherSecret.replace('whsec_', 'whsec_A')],
    ['a short secret', `whsec_${Buffer.alloc(23).toString('base64')}`],
    ['a private key', pair.privateKey],
    ['a short public key', `whpk_${Buffer.alloc(31).toString('base64')}`],
    ['a malformed secret beside a good one', [secret, 'whsec_']],
  ])('%s, as a mistake in the configuration', async (_, secrets) => {
    await expect(verify({ secrets })).rejects.toThrow(InvalidSecretError)
  })

  it('a body that was parsed', async () => {
    await expect(verify({ body: {} as Uint8Array })).rejects.toThrow('a parsed body cannot be verified')
  })
})

describe('the published vectors', () => {
  const ours = publishedVectors.filter(({ provider }) => ['standard-webhooks', 'svix'].includes(provider))

  it.each(ours.map((vector) => [vector.id, vector] as const))('%s', async (_, vector) => {
    const verifying = verifyWebhook(vector.body, vector.headers, vector.secret, {
      now: new Date(vector.now * 1000),
    })
    const outcome = await verifying.then(
      () => true,
      () => false,
    )
    expect(outcome).toBe(vector.valid)
  })
})

it('verifies Ed25519 as node:crypto signs it', async () => {
  const { privateKey, publicKey } = generateKeyPairSync('ed25519')
  const { x = '' } = publicKey.export({ format: 'jwk' })
  const bytes = Buffer.concat([Buffer.from(`${id}.${timestamp}.`), body])
  const headers = signed(`v1a,${sign(null, bytes, privateKey).toString('base64')}`)
  const key = `whpk_${Buffer.from(x, 'base64url').toString('base64')}`
  expect((await verifyWebhook(body, headers, key, { now })).id).toBe(id)
})
