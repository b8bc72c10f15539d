/** Destination of a request. */
export interface RequestTarget {
  protocol: 'http:' | 'https:'
  /** As written: it becomes the `Host` header (RFC 9110, 7.2). */
  origin: string
  path: string
  /** Without brackets and without the final dot of an absolute name. This name is looked up, dialled and verified. */
  hostname: string
  port: string
}

const DEFAULT_PORTS = { 'http:': '80', 'https:': '443' }

/** Parses a destination with the WHATWG parser, the only URL parser in egress. `undefined`: not an http or https URL. */
export function requestTargetOf(url: string): RequestTarget | undefined {
  const parsed = URL.parse(url)
  if (parsed === null) return undefined
  const { protocol, origin, pathname, search, port } = parsed
  if (protocol !== 'https:' && protocol !== 'http:') return undefined
  const hostname = parsed.hostname.replace(/^\[(.*)\]$/, '$1').replace(/\.$/, '')
  return { protocol, origin, path: pathname + search, hostname, port: port || DEFAULT_PORTS[protocol] }
}

/** Target of a CONNECT: host and port, always with the port. Without the final dot of a name, which a proxy's rules may not match. */
export function authorityOf({ hostname, port }: RequestTarget): string {
  return hostname.includes(':') ? `[${hostname}]:${port}` : `${hostname}:${port}`
}
