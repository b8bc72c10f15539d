import { describe, expect, it } from 'vitest'
import { parseCidrs } from './address-ranges.ts'
import { clientAddress } from './client-address.ts'

const PROXIES = parseCidrs(['10.0.0.0/8', 'fd00::/8'])

describe('the address of a client', () => {
  it.each([
    ['203.0.113.9', '203.0.113.9'],
    ['::ffff:203.0.113.9', '203.0.113.9'],
    ['2001:DB8:0:0::9', '2001:db8::9'],
    ['fe80::1%eth0', 'fe80::1'],
  ])('of the socket %s is %s', (peer, expected) => {
    expect(clientAddress(peer, undefined, [])).toBe(expected)
    expect(clientAddress(peer, undefined, PROXIES)).toBe(expected)
  })

  it('is that of the socket without trusted proxies, whatever the header says', () => {
    expect(clientAddress('10.0.0.1', '203.0.113.9', [])).toBe('10.0.0.1')
  })

  it('is that of the socket when it is not a trusted proxy', () => {
    expect(clientAddress('198.51.100.1', '203.0.113.9', PROXIES)).toBe('198.51.100.1')
  })

  it.each([
    ['one proxy', '10.0.0.1', '203.0.113.9', '203.0.113.9'],
    ['an IPv4-mapped proxy', '::ffff:10.0.0.1', '203.0.113.9', '203.0.113.9'],
    ['two proxies', '10.0.0.1', '203.0.113.9, 10.0.0.2', '203.0.113.9'],
    ['proxies of both families', 'fd00::1', '2001:db8::9,10.0.0.2', '2001:db8::9'],
    ['a forged beginning', '10.0.0.1', '192.0.2.1, 203.0.113.9, 10.0.0.2', '203.0.113.9'],
    ['a forged proxy at the beginning', '10.0.0.1', '192.0.2.1, 10.0.0.7, 203.0.113.9', '203.0.113.9'],
    ['a mapped client', '10.0.0.1', '::ffff:203.0.113.9', '203.0.113.9'],
    ['a port', '10.0.0.1', '203.0.113.9:4711', '203.0.113.9'],
    ['an IPv6 address with a port', '10.0.0.1', '[2001:db8::9]:4711', '2001:db8::9'],
    ['an IPv6 address in brackets', '10.0.0.1', '[2001:db8::9]', '2001:db8::9'],
  ])('is the last that is not a proxy: %s', (_name, peer, forwardedFor, expected) => {
    expect(clientAddress(peer, forwardedFor, PROXIES)).toBe(expected)
  })

  it('is the first proxy when the request comes from one', () => {
    expect(clientAddress('10.0.0.1', undefined, PROXIES)).toBe('10.0.0.1')
    expect(clientAddress('10.0.0.1', '10.0.0.3, 10.0.0.2', PROXIES)).toBe('10.0.0.3')
  })

  it.each(['unknown', '', ',', '_hidden', '203.0.113', '0x7f.1', '203.0.113.9 , x', '203.0.113.9:port'])(
    'is never taken from beyond text that is no address: %j',
    (text) => {
      expect(clientAddress('10.0.0.1', `203.0.113.9,${text}`, PROXIES)).toBe('10.0.0.1')
    },
  )

  it('is the text of the socket when that is no address', () => {
    expect(clientAddress('', '203.0.113.9', PROXIES)).toBe('')
  })
})
