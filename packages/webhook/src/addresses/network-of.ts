/** An IPv4 address, or the /64 network of an IPv6 address: its subscriber has all addresses in it. */
export function networkOf(address: string): string {
  if (!address.includes(':')) return address
  if (address.includes('.')) return address.slice(address.lastIndexOf(':') + 1)
  const [before = '', after] = address.split('::')
  const groups = before.split(':').filter((group) => group !== '')
  const zeros = after === undefined ? [] : ['0', '0', '0', '0']
  return `${[...groups, ...zeros].slice(0, 4).join(':')}::/64`
}
