import { describe, expect, it } from 'vitest'
import { classifyAddress } from './address-policy.ts'
import { parseCidrs } from './address-ranges.ts'

/** The operator's allowed and denied ranges. */
const ranges = (allow: string[], deny: string[] = []) => ({
  allow: parseCidrs(allow),
  deny: parseCidrs(deny),
})

describe('address ranges', () => {
  it.each([
    ['127.0.0.0/8', '127.0.0.1'],
    ['127.0.0.0/8', '::ffff:127.0.0.1'],
    ['127.0.0.0/8', '::ffff:7f00:1'],
    ['::ffff:10.0.0.0/104', '10.1.2.3'],
    ['::1/128', '::1'],
    ['fd00::/8', 'fd00:ec2::254'],
    ['10.1.2.3/8', '10.200.0.1'],
    ['168.63.129.16/32', '168.63.129.16'],
    ['0.0.0.0/0', '169.254.169.254'],
    ['64:ff9b::/96', '64:ff9b::7f00:1'],
  ])('%s allows %s', (cidr, address) => {
    expect(classifyAddress(address, ranges([cidr]))).toEqual({ allowed: true })
  })

  it.each([
    ['127.0.0.0/8', '128.0.0.1', true],
    ['127.0.0.0/8', '10.0.0.1', false],
    ['127.0.0.0/8', '::1', false],
    ['10.0.0.0/24', '10.0.1.0', false],
    ['::/0', '10.0.0.1', false],
    ['::/0', '::ffff:10.0.0.1', false],
    ['fe80::/10', 'fe80::1%eth0', false],
  ])('%s does not affect %s', (cidr, address, allowed) => {
    expect(classifyAddress(address, ranges([cidr]))).toMatchObject({ allowed })
  })

  it.each<[address: string, allow: string[], deny: string[]]>([
    ['8.8.8.8', [], ['8.8.8.0/24']],
    ['::ffff:8.8.8.8', [], ['8.8.8.0/24']],
    ['8.8.8.8', [], ['::ffff:8.8.8.0/120']],
    ['2606:4700:4700::1111', [], ['2606:4700::/32']],
    ['10.1.2.3', ['10.0.0.0/8'], ['10.1.0.0/16']],
    ['10.1.2.3', ['10.1.2.3/32'], ['10.0.0.0/8']],
    ['10.1.2.3', ['0.0.0.0/0'], ['0.0.0.0/0']],
  ])('that are denied refuse %s, even if it is allowed: %j, %j', (address, allow, deny) => {
    expect(classifyAddress(address, ranges(allow, deny))).toEqual({
      allowed: false,
      reason: `${address} is in EGRESS_DENY_CIDRS`,
    })
  })

  it('that are denied do not affect other addresses', () => {
    expect(classifyAddress('10.2.0.1', ranges(['10.0.0.0/8'], ['10.1.0.0/16']))).toEqual({ allowed: true })
    expect(classifyAddress('1.1.1.1', ranges([], ['8.8.8.0/24']))).toEqual({ allowed: true })
  })

  it.each([
    '127.0.0.1',
    '10.0.0.0/33',
    '10.0.0.0/-1',
    '10.0.0.0/',
    '10/8',
    '127.1/8',
    '0x7f.0.0.1/8',
    '::1/129',
    'fe80::%eth0/64',
    'localhost/8',
    '10.0.0.0/8/8',
    '10.0.0.0/8 ',
    '',
  ])('reject %j with a message', (cidr) => {
    expect(() => parseCidrs(['10.0.0.0/8', cidr])).toThrow(
      `expected ranges like "10.0.0.0/8" or "fd00::/8", got ${JSON.stringify(cidr)}`,
    )
  })
})
