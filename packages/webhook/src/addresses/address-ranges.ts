import { isIPv4, isIPv6 } from 'node:net'
import ipaddr from 'ipaddr.js'

/** An address range: all addresses that share the first bits of the network. */
export type AddressRange = readonly [network: ipaddr.IPv4 | ipaddr.IPv6, prefixBits: number]

/** The operator's exceptions to the address policy. */
export interface AddressRanges {
  /** `EGRESS_ALLOW_CIDRS`: allowed even if the policy refuses them. */
  allow: readonly AddressRange[]
  /** `EGRESS_DENY_CIDRS`: always refused. */
  deny: readonly AddressRange[]
}

const MAPPED_PREFIX_BITS = 96

/** A text is not an address range. The message has the expected form and the text. */
export class InvalidCidrError extends Error {
  override readonly name = 'InvalidCidrError'
}

/**
 * Parses ranges `address/prefix` of both families. Bits after the prefix are ignored.
 *
 * @throws {InvalidCidrError} with every range that cannot be parsed
 */
export function parseCidrs(cidrs: readonly string[]): readonly AddressRange[] {
  const ranges = cidrs.map(parseCidr)
  const bad = cidrs.filter((_, index) => ranges[index] === undefined)
  if (bad.length > 0) {
    const found = bad.map((cidr) => JSON.stringify(cidr)).join(', ')
    throw new InvalidCidrError(`expected ranges like "10.0.0.0/8" or "fd00::/8", got ${found}`)
  }
  return ranges.filter((range) => range !== undefined)
}

/** Whether an address lies in a range. Addresses of the other family do not. */
export function isInRange([network, prefixBits]: AddressRange, address: ipaddr.IPv4 | ipaddr.IPv6): boolean {
  return network.kind() === address.kind() && address.match(network, prefixBits)
}

function parseCidr(cidr: string): AddressRange | undefined {
  const [address = '', prefix = '', ...rest] = cidr.split('/')
  // node:net is strict: ipaddr.js also accepts 127.1, octal and hex, which may be typing errors.
  const widest = isIPv4(address) ? 32 : isIPv6(address) && !address.includes('%') ? 128 : undefined
  if (widest === undefined || rest.length > 0 || !/^\d{1,3}$/.test(prefix) || Number(prefix) > widest)
    return undefined
  return unmapped(ipaddr.parse(address), Number(prefix))
}

/** Converts a range inside `::ffff:0:0/96` to IPv4, as `classifyAddress` does with addresses. */
function unmapped(network: ipaddr.IPv4 | ipaddr.IPv6, prefixBits: number): AddressRange {
  if (network instanceof ipaddr.IPv6 && network.isIPv4MappedAddress() && prefixBits >= MAPPED_PREFIX_BITS)
    return [network.toIPv4Address(), prefixBits - MAPPED_PREFIX_BITS]
  return [network, prefixBits]
}
