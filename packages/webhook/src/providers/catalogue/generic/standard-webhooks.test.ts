import { createHmac, generateKeyPairSync, sign as signEd25519 } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { changedBodies, changedTexts } from '../../../signing/vectors/single-changes.ts'
import { acceptedBy } from '../../../testing/accepted-by.ts'
import { verifyRequest } from '../../../testing/verify-request.ts'
import type { Headers, Verdict } from '../../provider.ts'
import { standardWebhooks } from './standard-webhooks.ts'

const id = 'msg_p5jXN8AQM9LWM0D4loKWxJek'
const timestamp = '1614265330'
const body = Buffer.from('{"type": "user.created", "n": 12345678901234567890}')
const key = Buffer.alloc(32, 7)
const secret = `whsec_${key.toString('base64')}`
const otherSecret = `whsec_${Buffer.alloc(24, 8).toString('base64')}`

const pair = generateKeyPairSync('ed25519')
const publicKey = `whpk_${Buffer.from(pair.publicKey.export({ format: 'jwk' }).x ?? '', 'base64url').toString('base64')}`
const otherPublicKey = 'whpk_1SiA4o9hyqTCpIqC5V9HUakiiaeACeqfZTInDBbOir4='

const signedBytes = Buffer.concat([Buffer.from(`${id}.${timestamp}.`), body])
const v1 = `v1,${createHmac('sha256', key).update(signedBytes).digest('base64')}`
const v1a = `v1a,${signEd25519(null, signedBytes, pair.privateKey).toString('base64')}`
const wrong = `v1,${Buffer.alloc(32).toString('base64')}`

const headersOf = (signature: string, family = 'webhook') => ({
  [`${family}-id`]: id,
  [`${family}-timestamp`]: timestamp,
  [`${family}-signature`]: signature,
})

function verify(
  headers: Headers,
  change: { content?: Buffer; secrets?: string[]; now?: number } = {},
): Promise<Verdict> {
  return verifyRequest(standardWebhooks, {
    headers,
    body: change.content ?? body,
    keys: standardWebhooks.keysOf(change.secrets ?? [secret]),
    toleranceSeconds: 300,
    now: new Date((change.now ?? Number(timestamp)) * 1000),
  })
}

const verified = { verified: true }
const because = (cause: string) => ({ verified: false, cause })

describe('verifying', () => {
  it.each([
    ['one signature', v1],
    ['another before it', `${wrong} ${v1}`],
    ['another after it', `${v1} ${wrong}`],
    ['an unknown version before it', `v2,abc ${v1}`],
    ['an additional Ed25519 signature', `${v1a} ${v1}`],
    ['an additional invalid signature', `v1,potato ${v1}`],
    ['an additional entry without a version', `potato ${v1}`],
    ['an additional entry without a signature', `v1, ${v1} v2,`],
    ['a space at its end', `${v1} `],
    ['two spaces between them', `${wrong}  ${v1}`],
    ['a repeated header, joined by node', `${wrong}, ${v1}`],
  ])('accepts %s', async (_, signature) => {
    expect(await verify(headersOf(signature))).toEqual(verified)
    expect(await verify(headersOf(signature, 'svix'))).toEqual(verified)
  })

  it.each([[[secret]], [[otherSecret, secret]], [[publicKey, secret]], [['', 'whsec_', 'text', secret]]])(
    'accepts when one secret of %j matches',
    async (secrets) => {
      expect(await verify(headersOf(v1), { secrets })).toEqual(verified)
    },
  )

  it.each([[[]], [['']], [['whsec_']], [[otherSecret]], [[publicKey]], [[secret.slice(6)]]])(
    'rejects when no secret of %j matches',
    async (secrets) => {
      expect(await verify(headersOf(v1), { secrets })).toEqual(because('signature_mismatch'))
    },
  )

  it.each([[[publicKey]], [[otherPublicKey, publicKey]], [[secret, publicKey]]])(
    'accepts an Ed25519 signature when one public key of %j matches',
    async (secrets) => {
      expect(await verify(headersOf(v1a), { secrets })).toEqual(verified)
      expect(await verify(headersOf(`${wrong} ${v1a}`, 'svix'), { secrets })).toEqual(verified)
    },
  )

  it.each([
    ['an Ed25519 signature with a symmetric secret', v1a, [secret]],
    ['an Ed25519 signature of another key pair', v1a, [otherPublicKey]],
    [
      'an HMAC keyed with the public key',
      hmacWith(Buffer.from(publicKey.slice(5), 'base64'), 'v1'),
      [publicKey],
    ],
    ['an HMAC keyed with the whole public key', hmacWith(Buffer.from(publicKey), 'v1'), [publicKey]],
    ['the secret used as text', hmacWith(Buffer.from(secret), 'v1'), [secret]],
  ])('rejects %s', async (_, signature, secrets) => {
    expect(await verify(headersOf(signature), { secrets })).toEqual(because('signature_mismatch'))
  })

  it.each([
    ['an Ed25519 signature labelled v1', v1a.replace('v1a', 'v1'), publicKey],
    ['an HMAC labelled v1a', v1.replace('v1', 'v1a'), secret],
    ['hex', `v1,${Buffer.from(v1.slice(3), 'base64').toString('hex')}`, secret],
    ['a signature without label', v1.slice(3), secret],
    ['a label without signature', 'v1,', secret],
    ['an empty signature', '', secret],
    ['garbage after it', `${v1}zz`, secret],
    ['more than 8 KiB', `${v1} v2,${'x'.repeat(8192)}`, secret],
  ])('rejects %s as malformed', async (_, signature, trusted) => {
    expect(await verify(headersOf(signature), { secrets: [trusted] })).toEqual(because('malformed_header'))
  })

  it('rejects unknown versions alone as such', async () => {
    expect(await verify(headersOf('v2,abc v0,abc'))).toEqual(because('unknown_version'))
  })

  it('compares at most 16 signatures', async () => {
    expect(await verify(headersOf(`${`${wrong} `.repeat(15)}${v1}`))).toEqual(verified)
    expect(await verify(headersOf(`${`${wrong} `.repeat(16)}${v1}`))).toEqual(because('signature_mismatch'))
  })

  it.each([
    ['1614265331', 'signature_mismatch'],
    ['01614265330', 'signature_mismatch'],
    ['1614265330abc', 'malformed_header'],
    ['1614265330.0', 'malformed_header'],
    ['1614265330000', 'malformed_header'],
    ['-1', 'malformed_header'],
    ['', 'malformed_header'],
    [['1614265330', '1614265330'], 'malformed_header'],
  ])('rejects the time %j', async (time, cause) => {
    expect(await verify({ ...headersOf(v1), 'webhook-timestamp': time })).toEqual(because(cause))
  })

  it.each([
    ['msg_other', 'signature_mismatch'],
    ['msg 1', 'malformed_header'],
    ['m'.repeat(257), 'malformed_header'],
    ['', 'malformed_header'],
    [[id, id], 'malformed_header'],
  ])('rejects the id %j', async (messageId, cause) => {
    expect(await verify({ ...headersOf(v1), 'webhook-id': messageId })).toEqual(because(cause))
  })

  it.each(['msg.1', '.', 'a.b.c', '~'.repeat(256)])('accepts the id %j', async (messageId) => {
    const bytes = Buffer.concat([Buffer.from(`${messageId}.${timestamp}.`), body])
    const signature = `v1,${createHmac('sha256', key).update(bytes).digest('base64')}`
    expect(await verify({ ...headersOf(signature), 'webhook-id': messageId })).toEqual(verified)
  })

  it('rejects a message that was split at another dot, unless a current time is there', async () => {
    const moved = { ...headersOf(v1), 'webhook-id': `${id}.${timestamp}`, 'webhook-timestamp': '1' }
    expect(await verify(moved)).toEqual(because('timestamp_too_old'))
  })

  it('verifies at most four Ed25519 signatures, because each hashes the body again for each key', async () => {
    const wrongPair = `v1a,${Buffer.alloc(64).toString('base64')}`
    const secrets = [publicKey]
    expect(await verify(headersOf(`${`${wrongPair} `.repeat(3)}${v1a}`), { secrets })).toEqual(verified)
    expect(await verify(headersOf(`${`${wrongPair} `.repeat(4)}${v1a}`), { secrets })).toEqual(
      because('signature_mismatch'),
    )
  })

  it.each([
    [300, verified],
    [-300, verified],
    [301, because('timestamp_too_old')],
    [-301, because('timestamp_too_new')],
  ])('%d s after the signed time the verdict is %j', async (seconds, expected) => {
    const now = Number(timestamp) + seconds
    expect(await verify(headersOf(v1), { now })).toEqual(expected)
    expect(await verify(headersOf(v1a), { now, secrets: [publicKey] })).toEqual(expected)
  })

  it.each(['id', 'timestamp', 'signature'])('rejects a request without webhook-%s', async (name) => {
    const headers = { ...headersOf(v1), [`webhook-${name}`]: undefined }
    expect(await verify(headers)).toEqual(because('missing_header'))
    expect(await verify({ ...headers, [`svix-${name}`]: headersOf(v1, 'svix')[`svix-${name}`] })).toEqual(
      because('missing_header'),
    )
  })

  it.each([
    ['uses svix-* when webhook-* is incomplete', { ...headersOf(v1, 'svix'), 'webhook-id': 'x' }, verified],
    ['prefers webhook-* when both are complete', { ...headersOf(v1), ...headersOf(wrong, 'svix') }, verified],
    [
      'does not fall back from a wrong webhook-* to svix-*',
      { ...headersOf(wrong), ...headersOf(v1, 'svix') },
      because('signature_mismatch'),
    ],
  ])('%s', async (_, headers, expected) => {
    expect(await verify(headers)).toEqual(expected)
  })

  it.each([
    ['v1', v1, secret],
    ['v1a', v1a, publicKey],
  ])(
    'rejects every single change of a message signed with %s, except surrounding spaces',
    async (_, signature, trusted) => {
      const headers = headersOf(signature)
      const secrets = [trusted]
      for (const [name, text] of Object.entries(headers)) {
        const verifyChanged = (changed: string) => verify({ ...headers, [name]: changed }, { secrets })
        const changed = changedTexts(text).filter((one) => one.trim() !== text || !name.endsWith('signature'))
        expect(await acceptedBy(changed, verifyChanged)).toEqual([])
      }
      expect(
        await acceptedBy(changedBodies(body), (content) => verify(headers, { content, secrets })),
      ).toEqual([])
    },
  )
})

function hmacWith(bytes: Buffer, label: string): string {
  return `${label},${createHmac('sha256', bytes).update(signedBytes).digest('base64')}`
}
