import { isIP } from 'node:net'
import ipaddr from 'ipaddr.js'
import { type AddressRanges, isInRange } from './address-ranges.ts'

/** `reason` is for operators only: shown to a tenant, it would map the internal network. */
export type AddressVerdict = { allowed: true } | { allowed: false; reason: string }

/** Space that ipaddr.js calls public, or may call so one day, and that no receiver has any business in. */
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

/** All global unicast space handed out so far: what lies outside is loopback, local, translation or unassigned. */
const GLOBAL_IPV6 = ipaddr.parseCIDR('2000::/3')

/**
 * Whether a delivery may be sent to this address. An IPv4 address written as IPv6 (`::ffff:a.b.c.d`) is judged as the IPv4 address;
 * what carries an IPv4 address in another way (6to4, Teredo, NAT64) is refused. Source: IANA special-purpose registries.
 *
 * @param address canonical text, as from a resolver or `URL.hostname` without brackets; anything else is refused
 * @param ranges those that the operator allows win over every refusal of the policy but that of a zone id; those that the
 *   operator denies win over all
 */
export function classifyAddress(address: string, { allow, deny }: AddressRanges): AddressVerdict {
  if (address.includes('%')) return refused(address, 'has a zone id')
  if (isIP(address) === 0) return refused(address, 'is not an IP address')

  const judged = ipaddr.process(address)
  if (deny.some((range) => isInRange(range, judged))) return refused(address, 'is in EGRESS_DENY_CIDRS')
  if (allow.some((range) => isInRange(range, judged))) return { allowed: true }

  const special = NEVER_PUBLIC.find(({ range }) => isInRange(range, judged))
  if (special !== undefined) return refused(address, `is ${special.name}`)
  if (judged.kind() === 'ipv6' && !isInRange(GLOBAL_IPV6, judged))
    return refused(address, `is outside 2000::/3 (${judged.range()})`)
  if (judged.range() !== 'unicast') return refused(address, `is ${judged.range()}`)
  return { allowed: true }
}

function refused(address: string, cause: string): AddressVerdict {
  return { allowed: false, reason: `${address} ${cause}` }
}

/**
 * The address that a URL's host is, in canonical form; undefined when it is a name. The URL parser has read every other
 * spelling by then: `0x7f.1`, `2130706433`, `127.0.0.1.`, `①②⑦.0.0.1`.
 */
export function literalAddressOf({ hostname }: URL): string | undefined {
  const address = hostname.replace(/^\[(.*)\]$/, '$1')
  return isIP(address) === 0 ? undefined : address
}
