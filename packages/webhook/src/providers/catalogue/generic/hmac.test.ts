import { createHmac } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { verifyRequest } from '../../../testing/verify-request.ts'
import { providerOf } from '../../catalogue.ts'
import type { Headers } from '../../provider.ts'

const provider = providerOf('hmac')
const secret = '0123456789abcdef'
const seconds = 1_614_265_330
const body = '{"event":"order.paid","id":"o-1"}'
const hmac = (algorithm: string, encoding: 'hex' | 'base64', text: string, key: string | Buffer = secret) =>
  createHmac(algorithm, key).update(text).digest(encoding)

/** Schemes of real senders that have no entry in the catalogue. */
const schemes: [string, object, Headers][] = [
  [
    'Calendly: a list of time and signature',
    {
      header: 'Calendly-Webhook-Signature',
      separator: ',',
      signatureLabel: 'v1',
      timestampLabel: 't',
      signedContent: '{timestamp}.{body}',
    },
    { 'calendly-webhook-signature': `t=${seconds},v1=${hmac('sha256', 'hex', `${seconds}.${body}`)}` },
  ],
  [
    'Dropbox: the body, in hex',
    { header: 'X-Dropbox-Signature' },
    { 'x-dropbox-signature': hmac('sha256', 'hex', body) },
  ],
  [
    'Paystack: SHA-512',
    { header: 'X-Paystack-Signature', algorithm: 'sha512', typeField: 'event' },
    { 'x-paystack-signature': hmac('sha512', 'hex', body) },
  ],
  [
    'Xero: the body, in base64',
    { header: 'x-xero-signature', encoding: 'base64' },
    { 'x-xero-signature': hmac('sha256', 'base64', body) },
  ],
  [
    'Twitch: id, time and body, behind a prefix',
    {
      header: 'Twitch-Eventsub-Message-Signature',
      prefix: 'sha256=',
      signedIdHeader: 'Twitch-Eventsub-Message-Id',
      timestampHeader: 'Twitch-Eventsub-Message-Timestamp',
      timestampUnit: 'iso',
      signedContent: '{id}{timestamp}{body}',
      typeHeader: 'Twitch-Eventsub-Subscription-Type',
    },
    {
      'twitch-eventsub-message-id': 'm-1',
      'twitch-eventsub-message-timestamp': '2021-02-25T15:02:10.123456789Z',
      'twitch-eventsub-subscription-type': 'channel.follow',
      'twitch-eventsub-message-signature': `sha256=${hmac('sha256', 'hex', `m-12021-02-25T15:02:10.123456789Z${body}`)}`,
    },
  ],
  [
    'Mux: a list, as in Stripe',
    {
      header: 'Mux-Signature',
      separator: ',',
      signatureLabel: 'v1',
      timestampLabel: 't',
      signedContent: '{timestamp}.{body}',
      idField: 'id',
    },
    { 'mux-signature': `t=${seconds},v1=${hmac('sha256', 'hex', `${seconds}.${body}`)}` },
  ],
  [
    'Trello: the body and the URL, SHA-1',
    {
      header: 'X-Trello-Webhook',
      algorithm: 'sha1',
      encoding: 'base64',
      signedContent: '{body}{url}',
      publicUrl: 'https://example.com/trello',
    },
    { 'x-trello-webhook': hmac('sha1', 'base64', `${body}https://example.com/trello`) },
  ],
]

describe.each(schemes)('%s', (_, given, headers) => {
  const config = provider.config.parse(given)
  const verify = (change: { body?: string; secret?: string } = {}) =>
    verifyRequest(provider, {
      headers,
      config,
      url: 'https://example.com/webhooks/src_1',
      body: Buffer.from(change.body ?? body),
      keys: provider.keysOf([change.secret ?? secret], config),
      toleranceSeconds: 300,
      now: new Date(seconds * 1000),
    })

  it('is received by configuration alone', async () => {
    expect(await verify()).toEqual({ verified: true })
    expect(await verify({ body: `${body} ` })).toEqual({ verified: false, cause: 'signature_mismatch' })
    expect(await verify({ secret: 'other' })).toEqual({ verified: false, cause: 'signature_mismatch' })
  })
})

describe('the config', () => {
  it.each<[string, object, string[]]>([
    ['no header', {}, ['header']],
    ['a header with a space', { header: 'a b' }, ['header']],
    ['an unknown member', { header: 'a', salt: 'b' }, []],
    ['signed content without the body', { header: 'a', signedContent: 'x' }, ['signedContent']],
    ['signed content with the body twice', { header: 'a', signedContent: '{body}{body}' }, ['signedContent']],
    ['an unknown placeholder', { header: 'a', signedContent: '{body}{nonce}' }, ['signedContent']],
    ['a time that is not signed', { header: 'a', timestampHeader: 'b' }, ['signedContent']],
    [
      'a signed time without its place',
      { header: 'a', signedContent: '{timestamp}{body}' },
      ['signedContent'],
    ],
    ['a list without a label', { header: 'a', separator: ',' }, ['signatureLabel']],
    ['a label without a list', { header: 'a', signatureLabel: 'v1' }, ['separator']],
    ['an unknown hash', { header: 'a', algorithm: 'md5' }, ['algorithm']],
  ])('with %s is refused, with its path', (_, config, path) => {
    expect(provider.config.safeParse(config).error?.issues[0]?.path).toEqual(path)
  })

  it.each([
    ['hex', 'xyz'],
    ['hex', 'abc'],
    ['hex', ''],
    ['base64', 'a'],
    ['base64', ''],
    ['text', ' '],
  ])('with secrets in %s refuses %j', (secretEncoding, text) => {
    expect(() => provider.assertSecret(text, { secretEncoding })).toThrow('secret: expected')
    expect(provider.keysOf([text], { secretEncoding })).toEqual([])
  })

  it('says what a secret encodes', () => {
    const key = (secretEncoding: string, text: string) => provider.keysOf([text], { secretEncoding })
    expect(key('text', 'ff00')).toMatchObject([{ kind: 'hmac', key: 'ff00' }])
    expect(key('hex', 'ff00')).toMatchObject([{ kind: 'hmac', key: Buffer.from([0xff, 0]) }])
    expect(key('base64', '/wA=')).toMatchObject([{ kind: 'hmac', key: Buffer.from([0xff, 0]) }])
  })
})
