import { parseCidrs } from '@posthorn/webhook'
import { describe, expect, it } from 'vitest'
import { normalizeEndpointUrl } from './endpoint-url.ts'

const STRICT = { allowHttp: false, addressRanges: { allow: [], deny: [] } }
const LOOPBACK = parseCidrs(['127.0.0.0/8', '::1/128'])

/** @param length characters of the normalised URL */
const urlOf = (length: number) => `https://example.com/${'x'.repeat(length - 20)}`

describe("an endpoint's URL", () => {
  it.each([
    ['https://example.com/webhooks', 'https://example.com/webhooks'],
    ['https://EXAMPLE.com:443', 'https://example.com/'],
    ['https://example.com:8443/a?b=c', 'https://example.com:8443/a?b=c'],
    ['https://пример.рф/', 'https://xn--e1afmkfd.xn--p1ai/'],
    [urlOf(2048), urlOf(2048)],
    [`https://example.com/${'./'.repeat(2000)}a`, 'https://example.com/a'],
    [`  https://example.com/${'\t\n'.repeat(2000)}a `, 'https://example.com/a'],
    ['https://8.8.8.8/', 'https://8.8.8.8/'],
    ['https://[2606:4700:4700::1111]/', 'https://[2606:4700:4700::1111]/'],
    ['https://localhost/', 'https://localhost/'],
  ])('%s is stored as %s', (text, stored) => {
    expect(normalizeEndpointUrl(text, STRICT)).toBe(stored)
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
    [urlOf(2049), 'must have at most 2048 characters once it is normalised, and has 2049'],
    [
      `https://example.com/${'é'.repeat(400)}`,
      'must have at most 2048 characters once it is normalised, and has 2420',
    ],
  ])('%s is refused: %s', (text, message) => {
    expect(() => normalizeEndpointUrl(text, STRICT)).toThrow(`url: ${message}`)
  })

  it('may be http only where the configuration allows it', () => {
    const options = { ...STRICT, allowHttp: true }
    expect(normalizeEndpointUrl('http://example.com:9000/', options)).toBe('http://example.com:9000/')
    expect(() => normalizeEndpointUrl('ftp://example.com/', options)).toThrow('HTTPS required')
  })

  it.each([
    ['https://10.0.0.1/hook', '10.0.0.1'],
    ['https://127.0.0.1:8443/', '127.0.0.1'],
    ['https://2130706433/', '127.0.0.1'],
    ['https://0x7f.1/', '127.0.0.1'],
    ['https://0177.0.0.1/', '127.0.0.1'],
    ['https://127.1/', '127.0.0.1'],
    ['https://127.0.0.1./', '127.0.0.1'],
    ['https://0/', '0.0.0.0'],
    ['https://①②⑦.0.0.1/', '127.0.0.1'],
    ['https://169。254。169。254/', '169.254.169.254'],
    ['https://%31%30.0.0.1/', '10.0.0.1'],
    ['https://[::1]/', '::1'],
    ['https://[0:0:0:0:0:0:0:1]/', '::1'],
    ['https://[::ffff:10.0.0.1]/', '::ffff:a00:1'],
    ['https://[fd00:ec2::254]/', 'fd00:ec2::254'],
    ['https://[64:ff9b::10.0.0.1]/', '64:ff9b::a00:1'],
  ])('must not have an address that deliveries cannot reach: %s', (text, address) => {
    expect(() => normalizeEndpointUrl(text, STRICT)).toThrow(
      `url: must not have the address ${address}: deliveries cannot reach it. Use a public address`,
    )
  })

  it('may have an address that the operator allows, unless it is denied as well', () => {
    const allowing = { ...STRICT, addressRanges: { allow: LOOPBACK, deny: [] } }
    expect(normalizeEndpointUrl('https://127.1/', allowing)).toBe('https://127.0.0.1/')
    expect(normalizeEndpointUrl('https://[::1]/', allowing)).toBe('https://[::1]/')
    expect(() => normalizeEndpointUrl('https://10.0.0.1/', allowing)).toThrow('must not have the address')

    const denying = { ...STRICT, addressRanges: { allow: LOOPBACK, deny: parseCidrs(['127.0.0.2/32']) } }
    expect(normalizeEndpointUrl('https://127.0.0.1/', denying)).toBe('https://127.0.0.1/')
    expect(() => normalizeEndpointUrl('https://127.0.0.2/', denying)).toThrow('must not have the address')
  })
})
