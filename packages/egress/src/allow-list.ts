import { isIPv4, isIPv6 } from 'node:net'
import ipaddr from 'ipaddr.js'

/** Ranges that the operator opens although the address policy would refuse them. Made by `parseAllowCidrs`. */
export type AllowList = readonly AllowedRange[]
export type AllowedRange = readonly [network: ipaddr.IPv4 | ipaddr.IPv6, prefixBits: number]

const MAPPED_PREFIX_BITS = 96

/**
 * Reads `EGRESS_ALLOW_CIDRS`. Ranges are `address/prefix`, both families; bits behind the prefix are ignored.
 *
 * @throws Error with one sentence that names every range that cannot be read
 */
export function parseAllowCidrs(cidrs: readonly string[]): AllowList {
  const ranges = cidrs.map(parseRange)
  const bad = cidrs.filter((_, index) => ranges[index] === undefined)
  if (bad.length > 0) {
    const found = bad.map((cidr) => JSON.stringify(cidr)).join(', ')
    throw new Error(`EGRESS_ALLOW_CIDRS: expected ranges like "10.0.0.0/8" or "fd00::/8", got ${found}`)
  }
  return ranges.filter((range) => range !== undefined)
}

function parseRange(cidr: string): AllowedRange | undefined {
  const [address = '', prefix = '', ...rest] = cidr.split('/')
  // node:net is the strict reader: ipaddr.js also takes 127.1, octal and hex, where a typing error hides.
  const widest = isIPv4(address) ? 32 : isIPv6(address) && !address.includes('%') ? 128 : undefined
  if (widest === undefined || rest.length > 0 || !/^\d{1,3}$/.test(prefix) || Number(prefix) > widest)
    return undefined
  return unmapped(ipaddr.parse(address), Number(prefix))
}

/** An IPv4 range written inside `::ffff:0:0/96`: addresses are judged decoded, so the range must be too. */
function unmapped(network: ipaddr.IPv4 | ipaddr.IPv6, prefixBits: number): AllowedRange {
  if (network instanceof ipaddr.IPv6 && network.isIPv4MappedAddress() && prefixBits >= MAPPED_PREFIX_BITS)
    return [network.toIPv4Address(), prefixBits - MAPPED_PREFIX_BITS]
  return [network, prefixBits]
}
