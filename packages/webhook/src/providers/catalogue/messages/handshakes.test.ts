import { createHmac } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { readOne } from '../../../testing/read-one.ts'
import { providerOf } from '../../catalogue.ts'
import { type ProviderConfig, UnreadablePayloadError, type VerificationKey } from '../../provider.ts'

const secret = 'a.secret'
const keysOf = (name: 'slack' | 'zoom' | 'x' | 'meta' | 'discord') => providerOf(name).keysOf([secret])
const keyOf = (name: 'slack' | 'zoom' | 'discord'): VerificationKey => keysOf(name).at(0) ?? { kind: 'none' }
const post = (name: 'slack' | 'zoom' | 'discord', body: object) =>
  providerOf(name).handshakes.post?.({
    headers: { 'content-type': 'application/json' },
    body: Buffer.from(JSON.stringify(body)),
    config: {},
    key: keyOf(name),
  })
const get = (name: 'meta' | 'x', query: string, config: ProviderConfig = {}) =>
  providerOf(name).handshakes.get?.({ query: new URLSearchParams(query), config, keys: keysOf(name) })
const hmac = (text: string) => createHmac('sha256', secret).update(text)

describe('Slack', () => {
  it('gets its challenge as text', () => {
    expect(post('slack', { type: 'url_verification', challenge: '3eZbr', token: 'x' })).toEqual({
      kind: 'reply',
      reply: { status: 200, contentType: 'text/plain; charset=utf-8', body: '3eZbr' },
    })
  })

  it.each([{ type: 'event_callback', challenge: 'a' }, { type: 'url_verification' }, { challenge: 'a' }])(
    'gets no challenge for %j',
    (body) => {
      expect(post('slack', body)).toBeUndefined()
    },
  )
})

describe('Zoom', () => {
  it('gets its token with the HMAC of it', () => {
    const body = { event: 'endpoint.url_validation', payload: { plainToken: 'abc' } }
    const answer = JSON.stringify({ plainToken: 'abc', encryptedToken: hmac('abc').digest('hex') })
    expect(post('zoom', body)).toEqual({
      kind: 'reply',
      reply: { status: 200, contentType: 'application/json', body: answer },
    })
  })

  it('gets no token for an event', () => {
    expect(post('zoom', { event: 'meeting.started', payload: { plainToken: 'abc' } })).toBeUndefined()
  })
})

describe('Discord', () => {
  it('gets 204 for the ping of webhook events, and a pong for that of interactions', () => {
    expect(post('discord', { version: 1, type: 0 })).toEqual({
      kind: 'reply',
      reply: { status: 204, body: '' },
    })
    expect(post('discord', { type: 1, token: 'a' })).toEqual({
      kind: 'reply',
      reply: { status: 200, contentType: 'application/json', body: '{"type":1}' },
    })
  })

  it('gets no pong for an event', () => {
    expect(post('discord', { version: 1, type: 1, event: { type: 'A' } })).toBeUndefined()
    expect(post('discord', { type: 2, id: '1' })).toBeUndefined()
  })
})

describe('Meta', () => {
  const config = { verifyToken: 'my token' }
  const query = 'hub.mode=subscribe&hub.verify_token=my+token&hub.challenge=1158201444'

  it('gets its challenge when the verify token matches', () => {
    expect(get('meta', query, config)).toEqual({
      status: 200,
      contentType: 'text/plain; charset=utf-8',
      body: '1158201444',
    })
  })

  it.each([
    query.replace('my+token', 'other'),
    query.replace('my+token', ''),
    query.replace('subscribe', 'unsubscribe'),
    query.replace('1158201444', '<script>'),
    query.replace('1158201444', ''),
    '',
  ])('gets nothing for %s', (text) => {
    expect(get('meta', text, config)).toBeUndefined()
  })

  it('gets nothing from a source with an empty verify token', () => {
    expect(get('meta', query.replace('my+token', ''), { verifyToken: '' })).toBeUndefined()
  })
})

describe('X', () => {
  it('gets the HMAC of its token', () => {
    expect(get('x', 'crc_token=abc&nonce=1')).toEqual({
      status: 200,
      contentType: 'application/json',
      body: JSON.stringify({ response_token: `sha256=${hmac('abc').digest('base64')}` }),
    })
  })

  it('gets no HMAC of a text that can be the body of a webhook', () => {
    for (const text of ['{"tweet_create_events":[]}', '[]', '"a"']) {
      expect(get('x', `crc_token=${encodeURIComponent(text)}`)).toBeUndefined()
    }
    for (const text of ['1', '-1.5e3', 'true', 'null']) {
      const read = () => readOne(providerOf('x'), { headers: {}, body: Buffer.from(text) })
      expect(read).toThrow(UnreadablePayloadError)
    }
  })

  it('gets nothing without a token', () => {
    expect(get('x', '')).toBeUndefined()
    expect(get('x', 'crc_token=')).toBeUndefined()
  })
})
