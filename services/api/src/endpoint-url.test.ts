import { describe, expect, it } from 'vitest'
import { normalizeEndpointUrl } from './endpoint-url.ts'

describe("an endpoint's URL", () => {
  it.each([
    ['https://example.com/webhooks', 'https://example.com/webhooks'],
    ['https://EXAMPLE.com:443', 'https://example.com/'],
    ['https://example.com:8443/a?b=c', 'https://example.com:8443/a?b=c'],
    ['https://пример.рф/', 'https://xn--e1afmkfd.xn--p1ai/'],
  ])('%s is stored as %s', (text, stored) => {
    expect(normalizeEndpointUrl(text, { allowHttp: false })).toBe(stored)
  })

  it.each([
    ['http://example.com/', 'HTTPS required'],
    ['ftp://example.com/', 'HTTPS required'],
    ['javascript:alert(1)', 'expected an absolute URL like https://example.com/webhooks'],
    ['/webhooks', 'expected an absolute URL like https://example.com/webhooks'],
    ['https://', 'expected an absolute URL like https://example.com/webhooks'],
    ['https://user@example.com/', 'must not carry credentials'],
    ['https://user:secret@example.com/', 'must not carry credentials'],
    ['https://example.com/#top', 'must not have a fragment'],
    ['https://example.com/#', 'must not have a fragment'],
  ])('%s is refused: %s', (text, message) => {
    expect(() => normalizeEndpointUrl(text, { allowHttp: false })).toThrow(`url: ${message}`)
  })

  it('may be http only where the configuration allows it', () => {
    expect(normalizeEndpointUrl('http://127.0.0.1:9000/', { allowHttp: true })).toBe('http://127.0.0.1:9000/')
    expect(() => normalizeEndpointUrl('ftp://127.0.0.1/', { allowHttp: true })).toThrow('HTTPS required')
  })
})
