import { isIP } from 'node:net'
import ipaddr from 'ipaddr.js'
import { type AddressRanges, isInRange } from './address-ranges.ts'

/** `reason` is for operators only: it would reveal the internal network to a tenant. */
export type AddressVerdict = { allowed: true } | { allowed: false; reason: string }

/** Ranges without receivers that ipaddr.js classifies as public, or might in a later version. */
const NEVER_PUBLIC = [
  ['168.63.129.16/32', 'Azure host endpoint'],
  ['192.0.0.0/24', 'IETF protocol assignments'],
  ['192.31.196.0/24', 'AS112'],
  ['192.52.193.0/24', 'AMT'],
  ['192.88.99.0/24', '6to4 relay'],
  ['192.175.48.0/24', 'AS112'],
  ['2001::/23', 'IETF protocol assignments: Teredo, benchmarking, ORCHID'],
  ['2001:db8::/32', 'documentation'],
  ['2002::/16', '6to4'],
  ['2620:4f:8000::/48', 'AS112'],
  ['3fff::/20', 'documentation'],
].map(([cidr = '', name]) => ({ range: ipaddr.parseCIDR(cidr), name }))

/** All allocated global unicast space. Addresses outside are loopback, local, translation or unassigned. */
const GLOBAL_IPV6 = ipaddr.parseCIDR('2000::/3')

/**
 * Whether a delivery may be sent to this address. An IPv4-mapped IPv6 address (`::ffff:a.b.c.d`) is classified as the IPv4
 * address; other embeddings of IPv4 (6to4, Teredo, NAT64) are refused. Source: IANA special-purpose registries.
 *
 * @param address canonical text, as from a resolver or `URL.hostname` without brackets; other text is refused
 * @param ranges the operator's. Denied ranges override everything; allowed ranges override the policy, except for zone ids
 */
export function classifyAddress(address: string, { allow, deny }: AddressRanges): AddressVerdict {
  if (address.includes('%')) return refused(address, 'has a zone id')
  if (isIP(address) === 0) return refused(address, 'is not an IP address')

  const parsed = ipaddr.process(address)
  if (deny.some((range) => isInRange(range, parsed))) return refused(address, 'is in EGRESS_DENY_CIDRS')
  if (allow.some((range) => isInRange(range, parsed))) return { allowed: true }

  const special = NEVER_PUBLIC.find(({ range }) => isInRange(range, parsed))
  if (special !== undefined) return refused(address, `is ${special.name}`)
  if (parsed.kind() === 'ipv6' && !isInRange(GLOBAL_IPV6, parsed))
    return refused(address, `is outside 2000::/3 (${parsed.range()})`)
  if (parsed.range() !== 'unicast') return refused(address, `is ${parsed.range()}`)
  return { allowed: true }
}

function refused(address: string, cause: string): AddressVerdict {
  return { allowed: false, reason: `${address} ${cause}` }
}

/**
 * The IP address in a URL's host, in canonical form; undefined for a name. The URL parser has already normalised other
 * spellings: `0x7f.1`, `2130706433`, `127.0.0.1.`, `①②⑦.0.0.1`.
 */
export function literalAddressOf({ hostname }: URL): string | undefined {
  const address = hostname.replace(/^\[(.*)\]$/, '$1')
  return isIP(address) === 0 ? undefined : address
}
