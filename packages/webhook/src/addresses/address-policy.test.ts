import { describe, expect, it } from 'vitest'
import { classifyAddress, literalAddressOf } from './address-policy.ts'

const NOTHING = { allow: [], deny: [] }

const PUBLIC = [
  '1.1.1.1',
  '8.8.8.8',
  '9.255.255.255',
  '11.0.0.0',
  '100.63.255.254',
  '100.128.0.1',
  '126.255.255.255',
  '128.0.0.1',
  '168.63.129.15',
  '168.63.129.17',
  '169.253.255.255',
  '172.15.255.255',
  '172.32.0.0',
  '192.0.1.1',
  '192.167.255.255',
  '192.169.0.0',
  '198.17.255.255',
  '198.20.0.0',
  '223.255.255.255',
  '2606:4700:4700::1111',
  '2001:4860:4860::8888',
  '2001:200::1',
  '2003::1',
  '2620:4f:7fff::1',
  '3ffe:ffff::1',
  '::ffff:8.8.8.8',
]

const REFUSED = [
  '0.0.0.0',
  '0.1.2.3',
  '10.0.0.1',
  '10.255.255.255',
  '100.64.0.1',
  '100.100.100.200',
  '100.127.255.255',
  '127.0.0.1',
  '127.255.255.254',
  '168.63.129.16',
  '169.254.169.254',
  '169.254.170.2',
  '169.254.170.23',
  '172.16.0.1',
  '172.31.255.255',
  '192.0.0.1',
  '192.0.0.192',
  '192.0.2.1',
  '192.31.196.1',
  '192.52.193.1',
  '192.88.99.1',
  '192.168.0.1',
  '192.168.255.255',
  '192.175.48.1',
  '198.18.0.1',
  '198.19.255.255',
  '198.51.100.1',
  '203.0.113.1',
  '224.0.0.1',
  '239.255.255.255',
  '240.0.0.1',
  '255.255.255.255',
  '::',
  '::1',
  '::127.0.0.1',
  '::ffff:127.0.0.1',
  '::ffff:7f00:1',
  '::ffff:10.0.0.1',
  '::ffff:169.254.169.254',
  '::ffff:168.63.129.16',
  '::ffff:0:127.0.0.1',
  '::5efe:10.0.0.1',
  '64:ff9b::7f00:1',
  '64:ff9b::8.8.8.8',
  '64:ff9b:1::1',
  '100::1',
  '100:0:0:1::1',
  '1000::1',
  '2001::1',
  '2001:0:4136:e378:8000:63bf:3fff:fdd2',
  '2001:2::1',
  '2001:10::1',
  '2001:20::1',
  '2001:1ff::1',
  '2001:db8::1',
  '2002:7f00:1::',
  '2002:808:808::1',
  '2620:4f:8000::1',
  '3fff::1',
  '3fff:fff::1',
  '4000::1',
  '5f00::1',
  '8000::1',
  'fc00::1',
  'fd00:ec2::254',
  'fd20:ce::254',
  'fe80::1',
  'febf::1',
  'fec0::1',
  'ff02::1',
]

const NO_ADDRESS = [
  '',
  'localhost',
  '127.1',
  '0x7f.1',
  '0177.0.0.1',
  '2130706433',
  '1.1.1.1 ',
  '1.1.1.1/32',
  '[::1]',
  '[2606:4700:4700::1111]',
  '2606:4700:4700::1111%eth0',
  'fe80::1%1',
  '::ffff:8.8.8.8%0',
]

describe('the address policy', () => {
  it.each(PUBLIC)('allows %s', (address) => {
    expect(classifyAddress(address, NOTHING)).toEqual({ allowed: true })
  })

  it.each(REFUSED)('refuses %s', (address) => {
    expect(classifyAddress(address, NOTHING)).toMatchObject({ allowed: false })
  })

  it.each(NO_ADDRESS)('refuses %j, which is not an address in canonical form', (address) => {
    expect(classifyAddress(address, NOTHING)).toMatchObject({ allowed: false })
  })

  it('gives operators the reason', () => {
    expect(classifyAddress('168.63.129.16', NOTHING)).toEqual({
      allowed: false,
      reason: '168.63.129.16 is Azure host endpoint',
    })
    expect(classifyAddress('10.0.0.1', NOTHING)).toEqual({ allowed: false, reason: '10.0.0.1 is private' })
  })
})

describe('every spelling of an internal host that the URL parser accepts', () => {
  it.each([
    ['http://2130706433/', '127.0.0.1'],
    ['http://0x7f.1/', '127.0.0.1'],
    ['http://0x7f000001/', '127.0.0.1'],
    ['http://0177.0.0.1/', '127.0.0.1'],
    ['http://127.1/', '127.0.0.1'],
    ['http://127.0.0.1./', '127.0.0.1'],
    ['http://0/', '0.0.0.0'],
    ['http://[::1]/', '::1'],
    ['http://[0:0:0:0:0:0:0:1]/', '::1'],
    ['http://[::ffff:127.0.0.1]/', '::ffff:7f00:1'],
    ['http://[::ffff:169.254.169.254]/', '::ffff:a9fe:a9fe'],
    ['http://127.0.0.1/', '127.0.0.1'],
    ['http://①②⑦.0.0.1/', '127.0.0.1'],
    ['http://169。254。169。254/', '169.254.169.254'],
    ['http://100.100.100.200/', '100.100.100.200'],
    ['http://168.63.129.16/', '168.63.129.16'],
    ['http://[fd00:ec2::254]/', 'fd00:ec2::254'],
    ['http://[64:ff9b::7f00:1]/', '64:ff9b::7f00:1'],
    ['http://[2002:7f00:1::]/', '2002:7f00:1::'],
  ])('reads %s as %s and refuses it', (url, address) => {
    expect(literalAddressOf(new URL(url))).toBe(address)
    expect(classifyAddress(address, NOTHING)).toMatchObject({ allowed: false })
  })
})

describe('a host that is a name', () => {
  it.each(['https://example.com/', 'https://localhost/', 'https://10.0.0.1.nip.io/', 'https://a.1b/'])(
    'has no literal address: %s',
    (url) => {
      expect(literalAddressOf(new URL(url))).toBeUndefined()
    },
  )
})
