import { createHash, createHmac } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { InvalidSecretError } from '../../../signing/invalid-secret-error.ts'
import { changedBodies, changedTexts } from '../../../signing/vectors/single-changes.ts'
import { acceptedBy } from '../../../testing/accepted-by.ts'
import { readOne } from '../../../testing/read-one.ts'
import { verifyRequest } from '../../../testing/verify-request.ts'
import { type Headers, UnreadablePayloadError, type Verdict } from '../../provider.ts'
import { github } from './github.ts'

const secret = "It's a Secret to Everybody"
const body = Buffer.from('{\n  "action": "opened",\n  "number": 12345678901234567890\n}\n')
const sign = (key: string, content = body) =>
  `sha256=${createHmac('sha256', key).update(content).digest('hex')}`
const valid = sign(secret)
const delivery = {
  'x-github-event': 'pull_request',
  'x-github-delivery': '72d3162e-cc78-11e3-81ab-4c9367dc0958',
}

function verify(
  header: Headers[string],
  change: { content?: Buffer; secrets?: string[] } = {},
): Promise<Verdict> {
  return verifyRequest(github, {
    headers: { ...delivery, 'x-hub-signature-256': header },
    body: change.content ?? body,
    keys: github.keysOf(change.secrets ?? [secret]),
    toleranceSeconds: 300,
    now: new Date(0),
  })
}

describe('verifying', () => {
  it.each([[[secret]], [['other', secret]], [[secret, 'other']], [['', secret]]])(
    'accepts when one secret of %j matches',
    async (secrets) => {
      expect(await verify(valid, { secrets })).toEqual({ verified: true })
    },
  )

  it.each([[[]], [['']], [['other']], [[secret.toLowerCase()]]])(
    'rejects when no secret of %j matches',
    async (secrets) => {
      expect(await verify(valid, { secrets })).toEqual({ verified: false, cause: 'signature_mismatch' })
    },
  )

  it.each(['', ' ', '\u0000'])(
    'rejects a signature made with the secret %j, even if that is configured',
    async (empty) => {
      expect(await verify(sign(empty), { secrets: [empty] })).toMatchObject({ verified: false })
    },
  )

  it('uses a non-ASCII secret as UTF-8', async () => {
    expect(await verify(sign('gehéim 💥'), { secrets: ['gehéim 💥'] })).toEqual({ verified: true })
  })

  it('verifies bytes that are not UTF-8 unchanged', async () => {
    const content = Buffer.from([0xff, 0x00, 0xc3, 0x28])
    expect(await verify(sign(secret, content), { content })).toEqual({ verified: true })
  })

  it.each([
    ['no header', undefined, 'missing_header'],
    ['an empty header', '', 'malformed_header'],
    ['a repeated header', [valid, valid], 'malformed_header'],
    ['a repeated header, joined by node', `${valid}, ${valid}`, 'malformed_header'],
    ['SHA-1 under the newer name', `sha1=${'0'.repeat(40)}`, 'malformed_header'],
    ['capitals', `sha256=${valid.slice(7).toUpperCase()}`, 'malformed_header'],
    ['a space after the equals sign', valid.replace('=', '= '), 'malformed_header'],
    ['base64', `sha256=${Buffer.from(valid.slice(7), 'hex').toString('base64')}`, 'malformed_header'],
    [
      'a plain hash of the body',
      `sha256=${createHash('sha256').update(body).digest('hex')}`,
      'signature_mismatch',
    ],
  ])('rejects %s', async (_, header, cause) => {
    expect(await verify(header)).toEqual({ verified: false, cause })
  })

  it('rejects every single change of the header', async () => {
    expect(await acceptedBy(changedTexts(valid), (header) => verify(header))).toEqual([])
  })

  it('rejects every single change of the body', async () => {
    expect(await acceptedBy(changedBodies(body), (content) => verify(valid, { content }))).toEqual([])
  })
})

describe('reading', () => {
  it.each([
    ['the event and the action', '{"action":"opened"}', 'pull_request.opened'],
    ['the event alone without an action', '{}', 'pull_request'],
    ['the event alone when the action is not a string', '{"action":{"a":1}}', 'pull_request'],
    ['the event alone when the action is empty', '{"action":""}', 'pull_request'],
    ['the event alone when the body is not an object', '["action"]', 'pull_request'],
  ])('names %s', (_, text, providerType) => {
    const content = Buffer.from(text)
    expect(readOne(github, { headers: delivery, body: content })).toEqual({
      providerType,
      id: delivery['x-github-delivery'],
    })
  })

  it.each<[string, Headers]>([
    ['without an event', { 'x-github-event': undefined }],
    ['with an event in capitals', { 'x-github-event': 'Push' }],
    ['with an event that has a dot', { 'x-github-event': 'push.x' }],
    ['with a repeated event', { 'x-github-event': ['push', 'ping'] }],
    ['without a delivery id', { 'x-github-delivery': undefined }],
    ['with an empty delivery id', { 'x-github-delivery': '' }],
    ['with a delivery id of two words', { 'x-github-delivery': 'a b' }],
    ['with a delivery id of 257 characters', { 'x-github-delivery': 'a'.repeat(257) }],
    ['with repeated delivery ids', { 'x-github-delivery': ['a', 'b'] }],
  ])('rejects a request %s', (_, headers) => {
    expect(() => readOne(github, { headers: { ...delivery, ...headers }, body })).toThrow(
      UnreadablePayloadError,
    )
  })

  it.each([
    ['text', Buffer.from('Hello, World!')],
    ['no bytes', Buffer.alloc(0)],
    ['bytes that are not UTF-8', Buffer.from([0x22, 0xff, 0x22])],
    ['101 levels of nesting', Buffer.from('['.repeat(101) + ']'.repeat(101))],
  ])('rejects a body of %s', (_, content) => {
    expect(() => readOne(github, { headers: delivery, body: content })).toThrow(UnreadablePayloadError)
  })

  describe('a form', () => {
    const form = 'application/x-www-form-urlencoded'
    const readForm = (text: string, contentType = form) =>
      readOne(github, { headers: { ...delivery, 'content-type': contentType }, body: Buffer.from(text) })

    it.each([form, `${form}; charset=utf-8`, 'Application/X-WWW-Form-URLEncoded'])(
      'under the content type %j has the event in its field payload, byte for byte',
      (contentType) => {
        const json = '{ "action":"opened", "n":12345678901234567890, "text":"Größe + 100%" }'
        const content = `payload=${encodeURIComponent(json).replaceAll('%20', '+')}`
        expect(readForm(content, contentType)).toEqual({
          providerType: 'pull_request.opened',
          id: delivery['x-github-delivery'],
          data: Buffer.from(json),
        })
      },
    )

    it.each(['', 'a=1', 'payload=%7B%7D&payload=%7B%7D'])('of %j is rejected', (content) => {
      expect(() => readForm(content)).toThrow(
        new UnreadablePayloadError('A GitHub form needs exactly one field "payload" with the event as JSON.'),
      )
    })

    it.each(['payload=', 'payload=text', 'payload=%22%FF%22', 'payload=%EF%BB%BF%7B%7D'])(
      'whose payload is not JSON in UTF-8 is rejected: %j',
      (content) => {
        expect(() => readForm(content)).toThrow(UnreadablePayloadError)
      },
    )
  })
})

describe('secrets', () => {
  it.each([secret, 'a', 'gehéim 💥', 'x'.repeat(256)])('may be %j', (text) => {
    expect(() => github.assertSecret(text)).not.toThrow()
  })

  it.each(['', ' ', '\u00a0', 'a\n', '\u0000', 'a\ud800', 'x'.repeat(257)])('may not be %j', (text) => {
    expect(() => github.assertSecret(text)).toThrow(InvalidSecretError)
  })
})
