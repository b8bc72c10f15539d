import { describe, expect, it } from 'vitest'
import { classifyAddress } from './address-policy.ts'
import { parseAllowCidrs } from './allow-list.ts'

describe('the allow-list', () => {
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
  ])('%s opens %s', (cidr, address) => {
    expect(classifyAddress(address, parseAllowCidrs([cidr]))).toEqual({ allowed: true })
  })

  it.each([
    ['127.0.0.0/8', '128.0.0.1', true],
    ['127.0.0.0/8', '10.0.0.1', false],
    ['127.0.0.0/8', '::1', false],
    ['10.0.0.0/24', '10.0.1.0', false],
    ['::/0', '10.0.0.1', false],
    ['::/0', '::ffff:10.0.0.1', false],
    ['fe80::/10', 'fe80::1%eth0', false],
  ])('%s leaves %s as it was', (cidr, address, allowed) => {
    expect(classifyAddress(address, parseAllowCidrs([cidr]))).toMatchObject({ allowed })
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
  ])('refuses %j with a sentence', (cidr) => {
    expect(() => parseAllowCidrs(['10.0.0.0/8', cidr])).toThrow(
      `EGRESS_ALLOW_CIDRS: expected ranges like "10.0.0.0/8" or "fd00::/8", got ${JSON.stringify(cidr)}`,
    )
  })
})
