import { expect, it } from 'vitest'
import { networkOf } from './network-of.ts'

it.each([
  ['192.0.2.1', '192.0.2.1'],
  ['::ffff:192.0.2.1', '192.0.2.1'],
  ['2001:db8:1:2:3:4:5:6', '2001:db8:1:2::/64'],
  ['2001:db8:1:2::6', '2001:db8:1:2::/64'],
  ['2001:db8::6', '2001:db8:0:0::/64'],
  ['2001::5:1:2:3:4', '2001:0:0:5::/64'],
  ['::5:1:2:3:4', '0:0:0:5::/64'],
  ['::1', '0:0:0:0::/64'],
])('limits for %s count for %s', (address, network) => {
  expect(networkOf(address)).toBe(network)
})
