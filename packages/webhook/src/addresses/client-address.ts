import { isIP } from 'node:net'
import ipaddr from 'ipaddr.js'
import { type AddressRange, isInRange } from './address-ranges.ts'

const WITH_PORT = /^(?:\[([^\]]*)\]|([\d.]+))(?::\d{1,5})?$/

/**
 * The address that a request comes from. Behind trusted proxies it is the last one in `X-Forwarded-For` that is not a proxy's:
 * each proxy appends the address that it received the request from, and what is further left can be forged.
 *
 * @param peer the other end of the socket
 * @param forwardedFor the header, several joined with commas
 * @param trusted the addresses of the proxies; without any, the header is ignored
 * @returns its canonical text, IPv4 if it is IPv4-mapped; the text of `peer` if that is not an address
 */
export function clientAddress(
  peer: string,
  forwardedFor: string | undefined,
  trusted: readonly AddressRange[],
): string {
  let nearest = addressIn(peer)
  if (nearest === undefined) return peer
  const hops = trusted.length === 0 ? [] : (forwardedFor?.split(',') ?? [])
  for (let hop = hops.pop(); hop !== undefined; hop = hops.pop()) {
    const proxy = nearest
    if (!trusted.some((range) => isInRange(range, proxy))) break
    const next = addressIn(hop)
    if (next === undefined) break
    nearest = next
  }
  return nearest.toString()
}

/** An address, some proxies add its port. Undefined for other text, such as `unknown`. */
function addressIn(text: string): ipaddr.IPv4 | ipaddr.IPv6 | undefined {
  const trimmed = text.trim()
  const [, ipv6, ipv4] = WITH_PORT.exec(trimmed) ?? []
  const [address = ''] = (ipv6 ?? ipv4 ?? trimmed).split('%')
  return isIP(address) === 0 ? undefined : ipaddr.process(address)
}
