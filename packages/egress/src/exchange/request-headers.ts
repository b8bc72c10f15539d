/** Headers of the connection and of the framing. A caller's value would break or reroute the request. */
const OWN_HEADERS = new Set([
  'accept-encoding',
  'connection',
  'content-length',
  'expect',
  'host',
  'keep-alive',
  'proxy-connection',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
])

/**
 * The outgoing headers: the caller's, without those that egress sets itself, and `accept-encoding: identity`, because the
 * bytes of a response are stored without decompression.
 */
export function outgoingHeaders(headers: Readonly<Record<string, string>>): Record<string, string> {
  const callers = Object.entries(headers).filter(([name]) => !OWN_HEADERS.has(name.toLowerCase()))
  return { ...Object.fromEntries(callers), 'accept-encoding': 'identity' }
}
