import { describe, expect, it } from 'vitest'
import { ADDRESS_PRESETS, isAllowEntry, isAllowedAddress, parseAllowList } from './allow-list.ts'
import { PROVIDERS } from './catalogue.ts'

const allows = (entries: string[], address: string) => isAllowedAddress(parseAllowList(entries), address)

describe('the addresses that a source allows', () => {
  it.each([
    ['203.0.113.0/24', '203.0.113.255', true],
    ['203.0.113.0/24', '203.0.114.0', false],
    ['203.0.113.0/24', '::ffff:203.0.113.1', true],
    ['::ffff:203.0.113.0/120', '203.0.113.1', true],
    ['2001:db8::/32', '2001:db8:ffff::1', true],
    ['2001:db8::/32', '2001:db9::', false],
    ['0.0.0.0/0', '2001:db8::1', false],
    ['::/0', '203.0.113.1', false],
    ['203.0.113.7/32', '203.0.113.7', true],
    ['203.0.113.7/32', '203.0.113.8', false],
    ['203.0.113.0/24', 'unknown', false],
    ['203.0.113.0/24', '', false],
  ])('%s with the request from %s: %s', (entry, address, expected) => {
    expect(allows([entry], address)).toBe(expected)
  })

  it('are those of every entry', () => {
    const entries = ['203.0.113.0/24', 'github', '2001:db8::/32']
    expect(['203.0.113.1', '192.30.252.1', '2001:db8::1'].map((address) => allows(entries, address))).toEqual(
      [true, true, true],
    )
    expect(allows(entries, '192.0.2.1')).toBe(false)
  })

  it.each([
    '203.0.113.7',
    '203.0.113.0/33',
    '2001:db8::/129',
    'Stripe',
    'shopify',
    'preset',
    '',
    '10/8',
    '1.2.3.4/24/1',
  ])('are not named by %j', (text) => {
    expect(isAllowEntry(text)).toBe(false)
  })
})

describe('the published addresses', () => {
  it('are of these providers', () => {
    expect([...ADDRESS_PRESETS.keys()]).toEqual(['stripe', 'paddle', 'razorpay', 'github', 'svix'])
  })

  it.each(
    PROVIDERS.flatMap(({ name, addresses }) => (addresses === undefined ? [] : [[name, addresses] as const])),
  )('of %s are valid, distinct and dated, with their page', (name, { cidrs, page, asOf }) => {
    expect(parseAllowList([name])).toHaveLength(cidrs.length)
    expect(new Set(cidrs).size).toBe(cidrs.length)
    expect(URL.parse(page)?.protocol).toBe('https:')
    expect(asOf).toMatch(/^20\d\d-\d\d-\d\d$/)
  })

  it('are narrow enough to mean something', () => {
    for (const cidr of [...ADDRESS_PRESETS.values()].flat()) {
      const [address = '', prefix] = cidr.split('/')
      expect(Number(prefix)).toBeGreaterThanOrEqual(address.includes(':') ? 29 : 20)
    }
  })
})
