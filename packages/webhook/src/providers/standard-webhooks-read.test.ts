import { describe, expect, it } from 'vitest'
import { UnreadablePayloadError } from './provider.ts'
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
    const expected = { providerType, dedupeKeys: [`id:${id}`] }
    expect(standardWebhooks.read({ headers: headersOf('webhook'), body: Buffer.from(text) })).toEqual(
      expected,
    )
    expect(standardWebhooks.read({ headers: headersOf('svix'), body: Buffer.from(text) })).toEqual(expected)
  })

  it.each([
    ['text', headersOf('webhook'), Buffer.from('Hello')],
    ['no bytes', headersOf('webhook'), Buffer.alloc(0)],
    ['bytes that are not UTF-8', headersOf('webhook'), Buffer.from([0x22, 0xff, 0x22])],
    ['a message without its headers', {}, body],
    ['a message with a malformed id', { ...headersOf('webhook'), 'webhook-id': 'a.b' }, body],
  ])('refuses %s', (_, headers, content) => {
    expect(() => standardWebhooks.read({ headers, body: content })).toThrow(UnreadablePayloadError)
  })
})
