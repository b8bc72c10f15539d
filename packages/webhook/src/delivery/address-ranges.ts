import { isIPv4, isIPv6 } from 'node:net'
import ipaddr from 'ipaddr.js'

/** A range of addresses: everything that shares the first bits of the network. */
export type AddressRange = readonly [network: ipaddr.IPv4 | ipaddr.IPv6, prefixBits: number]

/** What the operator has decided about addresses, beside the address policy. */
export interface AddressRanges {
  /** `EGRESS_ALLOW_CIDRS`: may be reached although the policy would refuse them. */
  allow: readonly AddressRange[]
  /** `EGRESS_DENY_CIDRS`: may not be reached, whatever else is said of them. */
  deny: readonly AddressRange[]
}

const MAPPED_PREFIX_BITS = 96

/** A text is not a range of addresses. The message names the form and the text. */
export class CidrFormError extends Error {
  override readonly name = 'CidrFormError'
}

/**
 * Reads a list of ranges. They are `address/prefix`, both families; bits behind the prefix are ignored.
 *
 * @throws {CidrFormError} naming every range that cannot be read
 */
export function parseCidrs(cidrs: readonly string[]): readonly AddressRange[] {
  const ranges = cidrs.map(parseCidr)
  const bad = cidrs.filter((_, index) => ranges[index] === undefined)
  if (bad.length > 0) {
    const found = bad.map((cidr) => JSON.stringify(cidr)).join(', ')
    throw new CidrFormError(`expected ranges like "10.0.0.0/8" or "fd00::/8", got ${found}`)
  }
  return ranges.filter((range) => range !== undefined)
}

/** Whether an address lies in a range. Addresses of the other family do not. */
export function isInRange([network, prefixBits]: AddressRange, address: ipaddr.IPv4 | ipaddr.IPv6): boolean {
  return network.kind() === address.kind() && address.match(network, prefixBits)
}

function parseCidr(cidr: string): AddressRange | undefined {
  const [address = '', prefix = '', ...rest] = cidr.split('/')
  // node:net is the strict reader: ipaddr.js also takes 127.1, octal and hex, where a typing error hides.
  const widest = isIPv4(address) ? 32 : isIPv6(address) && !address.includes('%') ? 128 : undefined
  if (widest === undefined || rest.length > 0 || !/^\d{1,3}$/.test(prefix) || Number(prefix) > widest)
    return undefined
  return unmapped(ipaddr.parse(address), Number(prefix))
}

/** An IPv4 range written inside `::ffff:0:0/96`: addresses are judged decoded, so the range must be too. */
function unmapped(network: ipaddr.IPv4 | ipaddr.IPv6, prefixBits: number): AddressRange {
  if (network instanceof ipaddr.IPv6 && network.isIPv4MappedAddress() && prefixBits >= MAPPED_PREFIX_BITS)
    return [network.toIPv4Address(), prefixBits - MAPPED_PREFIX_BITS]
  return [network, prefixBits]
}
