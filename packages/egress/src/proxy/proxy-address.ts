/** Address and credentials of the egress proxy. */
export interface ProxyAddress {
  protocol: 'http:' | 'https:'
  /** With the port, as in a `Host` header. */
  host: string
  /** Without brackets. */
  hostname: string
  port: string
  /** The value of `Proxy-Authorization`. */
  authorization: string | undefined
}

/**
 * Parses `EGRESS_PROXY_URL`.
 *
 * @throws Error without the value, which may contain a password
 */
export function parseProxyUrl(url: string): ProxyAddress {
  const address = proxyAddressOf(url)
  if (address === undefined)
    throw new Error('EGRESS_PROXY_URL: expected a URL like "http://user:password@proxy.internal:4750"')
  return address
}

function proxyAddressOf(url: string): ProxyAddress | undefined {
  const parsed = URL.parse(url)
  if (parsed === null || parsed.pathname !== '/' || parsed.search !== '' || parsed.hash !== '')
    return undefined
  const { protocol, host, port, username, password } = parsed
  if (protocol !== 'http:' && protocol !== 'https:') return undefined
  const hostname = parsed.hostname.replace(/^\[(.*)\]$/, '$1')
  if (username === '' && password === '') return { protocol, host, hostname, port, authorization: undefined }
  const credentials = decoded(`${username}:${password}`)
  if (credentials === undefined) return undefined
  const authorization = `Basic ${Buffer.from(credentials).toString('base64')}`
  return { protocol, host, hostname, port, authorization }
}

function decoded(text: string): string | undefined {
  try {
    return decodeURIComponent(text)
  } catch {
    return undefined
  }
}
