import { createHmac } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { InvalidSecretError } from '../../../signing/invalid-secret-error.ts'
import { changedBodies, changedTexts } from '../../../signing/vectors/single-changes.ts'
import { acceptedBy } from '../../../testing/accepted-by.ts'
import { readOne } from '../../../testing/read-one.ts'
import { verifyRequest } from '../../../testing/verify-request.ts'
import { type Headers, UnreadablePayloadError, type Verdict } from '../../provider.ts'
import { stripe } from './stripe.ts'

const secret = 'whsec_test_secret'
const otherSecret = 'whsec_other'
const timestamp = 1614265330
const body = Buffer.from('{\n  "id": "evt_1",\n  "type": "payment_intent.succeeded"\n}\n')

/** Computed independently, to find mistakes in the shared HMAC code. */
const sign = (options: { time?: number | string; key?: string | Buffer; content?: Buffer } = {}) =>
  createHmac('sha256', options.key ?? secret)
    .update(Buffer.concat([Buffer.from(`${options.time ?? timestamp}.`), options.content ?? body]))
    .digest('hex')
const v1 = sign()
const valid = `t=${timestamp},v1=${v1}`

function verify(
  header: Headers[string],
  change: { content?: Buffer; secrets?: string[]; now?: number } = {},
): Promise<Verdict> {
  return verifyRequest(stripe, {
    headers: header === undefined ? {} : { 'stripe-signature': header },
    body: change.content ?? body,
    keys: stripe.keysOf(change.secrets ?? [secret]),
    toleranceSeconds: 300,
    now: new Date((change.now ?? timestamp) * 1000),
  })
}

describe('verifying', () => {
  it('accepts the signature computed with OpenSSL', async () => {
    // printf '1614265330.{}' | openssl dgst -sha256 -hmac whsec_test_secret
    const header = 't=1614265330,v1=8c1a00c47d6b9f72cbeb1c009e324419d877cb08edb0805dd9fde8dddc59848c'
    expect(await verify(header, { content: Buffer.from('{}') })).toEqual({ verified: true })
  })

  it.each([
    ['one v1', valid],
    ['another order', `v1=${v1},t=${timestamp}`],
    ['an additional v0', `${valid},v0=${'0'.repeat(64)}`],
    ['an additional unknown scheme', `t=${timestamp},v9=a/b+c==,v1=${v1}`],
    ['a second v1 of another secret, before it', `t=${timestamp},v1=${sign({ key: otherSecret })},v1=${v1}`],
    ['a second v1 of another secret, after it', `${valid},v1=${sign({ key: otherSecret })}`],
    ['a second invalid v1', `${valid},v1=potato`],
    ['additional items without a scheme', `${valid},potato,=,v2,"~`],
    ['a space after the comma', `t=${timestamp}, v1=${v1}`],
  ])('accepts %s', async (_, header) => {
    expect(await verify(header)).toEqual({ verified: true })
  })

  it.each([[[secret]], [[otherSecret, secret]], [[secret, otherSecret]], [['', secret]], [['a b', secret]]])(
    'accepts when one secret of %j matches',
    async (secrets) => {
      expect(await verify(valid, { secrets })).toEqual({ verified: true })
    },
  )

  it.each([[[]], [['']], [[otherSecret]], [[`${secret} `]], [[secret.toUpperCase()]]])(
    'rejects when no secret of %j matches',
    async (secrets) => {
      expect(await verify(valid, { secrets })).toEqual({ verified: false, cause: 'signature_mismatch' })
    },
  )

  it('rejects a signature made with an empty secret, even if that is configured', async () => {
    expect(await verify(`t=${timestamp},v1=${sign({ key: '' })}`, { secrets: [''] })).toEqual({
      verified: false,
      cause: 'signature_mismatch',
    })
  })

  it('uses the secret as text, not as base64', async () => {
    const text = 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw'
    const decoded = sign({ key: Buffer.from(text.slice(6), 'base64') })
    expect(await verify(`t=${timestamp},v1=${sign({ key: text })}`, { secrets: [text] })).toEqual({
      verified: true,
    })
    expect(await verify(`t=${timestamp},v1=${decoded}`, { secrets: [text] })).toMatchObject({
      verified: false,
    })
  })

  it('verifies bytes that are not UTF-8 unchanged', async () => {
    const content = Buffer.from([0xff, 0x00, 0xc3, 0x28])
    expect(await verify(`t=${timestamp},v1=${sign({ content })}`, { content })).toEqual({ verified: true })
  })

  it.each([
    [timestamp, true],
    [timestamp + 300, true],
    [timestamp + 300.999, true],
    [timestamp - 300, true],
    [timestamp + 301, 'timestamp_too_old'],
    [timestamp - 301, 'timestamp_too_new'],
    [timestamp + 86_400 * 365, 'timestamp_too_old'],
  ])('at %d the verdict on a message of 1614265330 is %s', async (now, expected) => {
    expect(await verify(valid, { now })).toEqual(
      expected === true ? { verified: true } : { verified: false, cause: expected },
    )
  })

  it('checks the time before the signature', async () => {
    const header = `t=${timestamp},v1=${sign({ key: otherSecret })}`
    expect(await verify(header, { now: timestamp + 1000 })).toEqual({
      verified: false,
      cause: 'timestamp_too_old',
    })
    expect(await verify(header)).toEqual({ verified: false, cause: 'signature_mismatch' })
  })

  it.each([
    ['no header', undefined, 'missing_header'],
    ['an empty header', '', 'malformed_header'],
    ['a repeated header', [valid, valid], 'malformed_header'],
    ['a repeated header, joined by node', `${valid}, ${valid}`, 'malformed_header'],
    ['text', "I'm not even a real signature header", 'malformed_header'],
    ['no time', `v1=${v1}`, 'malformed_header'],
    ['two times', `t=${timestamp},t=${timestamp},v1=${v1}`, 'malformed_header'],
    ['two different times', `t=1,t=${timestamp},v1=${v1}`, 'malformed_header'],
    ['a time with letters', `t=${timestamp}abc,v1=${sign({ time: `${timestamp}abc` })}`, 'malformed_header'],
    ['a negative time', `t=-1,v1=${sign({ time: '-1' })}`, 'malformed_header'],
    ['a fraction', `t=1614265330.0,v1=${sign({ time: '1614265330.0' })}`, 'malformed_header'],
    ['an exponent', `t=16e8,v1=${sign({ time: '16e8' })}`, 'malformed_header'],
    ['a time of 13 digits', `t=1614265330000,v1=${sign({ time: '1614265330000' })}`, 'malformed_header'],
    ['no signature', `t=${timestamp}`, 'malformed_header'],
    ['v0 alone', `t=${timestamp},v0=${v1}`, 'unknown_version'],
    ['an empty v1', `t=${timestamp},v1=`, 'malformed_header'],
    ['capitals', `t=${timestamp},v1=${v1.toUpperCase()}`, 'malformed_header'],
    ['base64', `t=${timestamp},v1=${Buffer.from(v1, 'hex').toString('base64')}`, 'malformed_header'],
    ['garbage after it', `${valid}zz`, 'malformed_header'],
    ['a truncated signature', valid.slice(0, -1), 'malformed_header'],
    ['more than 8 KiB', `${valid},v0=${'0'.repeat(8192)}`, 'malformed_header'],
    ['the signature of another time', `t=${timestamp + 1},v1=${v1}`, 'signature_mismatch'],
    [
      'the right one behind 16 others',
      `t=${timestamp}${`,v1=${'0'.repeat(64)}`.repeat(16)},v1=${v1}`,
      'signature_mismatch',
    ],
  ])('rejects %s', async (_, header, cause) => {
    expect(await verify(header)).toEqual({ verified: false, cause })
  })

  it('rejects every single change of the header, except white space and empty items', async () => {
    const itemsOf = (header: string) => header.split(',').flatMap((item) => item.trim() || [])
    const changed = changedTexts(valid).filter((header) => itemsOf(header).join() !== valid)
    expect(await acceptedBy(changed, (header) => verify(header))).toEqual([])
  })

  it('rejects every single change of the body', async () => {
    expect(await acceptedBy(changedBodies(body), (content) => verify(valid, { content }))).toEqual([])
  })
})

describe('reading', () => {
  it('takes type and id from the body', () => {
    expect(readOne(stripe, { headers: {}, body })).toEqual({
      providerType: 'payment_intent.succeeded',
      id: 'evt_1',
    })
  })

  it.each([
    ['no bytes', ''],
    ['text', 'Hello, World!'],
    ['an array', '[]'],
    ['null', 'null'],
    ['no id', '{"type":"a"}'],
    ['no type', '{"id":"evt_1"}'],
    ['an empty id', '{"id":"","type":"a"}'],
    ['an id with a NUL', '{"id":"evt_\\u0000","type":"a"}'],
    ['an over-long id', `{"id":"${'e'.repeat(257)}","type":"a"}`],
    ['a number for an id', '{"id":1,"type":"a"}'],
    ['an empty type', '{"id":"evt_1","type":""}'],
    ['a number for a type', '{"id":"evt_1","type":1}'],
    ['an over-long type', `{"id":"evt_1","type":"${'t'.repeat(257)}"}`],
    ['bytes that are not UTF-8', Buffer.from([0x22, 0xff, 0x22])],
  ])('rejects %s as unreadable', (_, content) => {
    expect(() => readOne(stripe, { headers: {}, body: Buffer.from(content) })).toThrow(UnreadablePayloadError)
  })
})

describe('secrets', () => {
  it.each(['whsec_abc', 'a', '~'.repeat(256)])('may be %j', (text) => {
    expect(() => stripe.assertSecret(text)).not.toThrow()
  })

  it.each(['', ' ', 'a b', 'whsec_abc\n', 'é', '\u0000', 'a'.repeat(257)])('may not be %j', (text) => {
    expect(() => stripe.assertSecret(text)).toThrow(InvalidSecretError)
  })
})
