import { describe, expect, it } from 'vitest'
import { readOne } from '../../../testing/read-one.ts'
import { UnreadablePayloadError } from '../../provider.ts'
import { standardWebhooks } from './standard-webhooks.ts'

const id = 'msg_1'
const body = Buffer.from('{}')
const headersOf = (family: string) => ({
  [`${family}-id`]: id,
  [`${family}-timestamp`]: '1614265330',
  [`${family}-signature`]: `v1,${'A'.repeat(43)}=`,
})

describe('reading', () => {
  it.each([
    ['{"type":"user.created"}', 'user.created'],
    ['{"type":""}', 'message'],
    ['{"type":7}', 'message'],
    ['{}', 'message'],
    ['[1]', 'message'],
    ['"type"', 'message'],
    [`{"type":"${'t'.repeat(256)}"}`, 't'.repeat(256)],
    [`{"type":"${'t'.repeat(257)}"}`, 'message'],
  ])('%j is a %s', (text, providerType) => {
    const expected = { providerType, id }
    expect(readOne(standardWebhooks, { headers: headersOf('webhook'), body: Buffer.from(text) })).toEqual(
      expected,
    )
    expect(readOne(standardWebhooks, { headers: headersOf('svix'), body: Buffer.from(text) })).toEqual(
      expected,
    )
  })

  it.each([
    ['text', headersOf('webhook'), Buffer.from('Hello')],
    ['no bytes', headersOf('webhook'), Buffer.alloc(0)],
    ['bytes that are not UTF-8', headersOf('webhook'), Buffer.from([0x22, 0xff, 0x22])],
    ['a message without its headers', {}, body],
    ['a message with a malformed id', { ...headersOf('webhook'), 'webhook-id': 'a b' }, body],
  ])('rejects %s', (_, headers, content) => {
    expect(() => readOne(standardWebhooks, { headers, body: content })).toThrow(UnreadablePayloadError)
  })

  const readAs = (contentType: string, content: Buffer) =>
    readOne(standardWebhooks, {
      headers: { ...headersOf('webhook'), 'content-type': contentType },
      body: content,
    })
  const message = { providerType: 'message', id }

  it.each([
    ['application/x-www-form-urlencoded', Buffer.from('type=user.created&a=1'), 'utf-8'],
    ['text/plain;charset=UTF-8', Buffer.from('"type"'), 'utf-8'],
    ['text/plain', Buffer.alloc(0), 'utf-8'],
    ['application/xml', Buffer.from('<type/>'), 'utf-8'],
    ['application/jsonl', Buffer.from('{}\n{}'), 'utf-8'],
    ['application/octet-stream', Buffer.from([0, 0xff]), 'base64'],
    ['nonsense;;;', Buffer.from('[1'), 'utf-8'],
  ] as const)(
    'a body of %j that is not JSON is a message with opaque data',
    (contentType, content, encoding) => {
      const data = Buffer.from(JSON.stringify({ contentType, encoding, body: content.toString(encoding) }))
      expect(readAs(contentType, content)).toEqual({ ...message, data })
    },
  )

  it.each(['text/plain', 'application/x-www-form-urlencoded', 'application/octet-stream', 'é'])(
    'an object or array is JSON also with the content type %j',
    (contentType) => {
      expect(readAs(contentType, Buffer.from(' {"type":"a"}'))).toEqual({ ...message, providerType: 'a' })
      expect(readAs(contentType, Buffer.from('[1]'))).toEqual(message)
    },
  )

  it.each([
    'application/json',
    'Application/JSON; charset=utf-8',
    'text/json',
    'application/cloudevents+json',
    '',
  ])('a body with the content type %j that is not JSON is rejected', (contentType) => {
    for (const content of ['Hello', '\ufeff{}', '']) {
      expect(() => readAs(contentType, Buffer.from(content))).toThrow(UnreadablePayloadError)
    }
    expect(() => readAs(contentType, Buffer.from([0x22, 0xff, 0x22]))).toThrow(UnreadablePayloadError)
  })
})
