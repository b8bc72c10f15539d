/** What belongs to the connection and to the message's framing is egress's own: a caller's value would break or reroute the request. */
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
 * The headers as they go out: the caller's, without those that egress sets itself, and `accept-encoding: identity`, because a response's
 * bytes are stored as they come and never inflated.
 */
export function outgoingHeaders(headers: Readonly<Record<string, string>>): Record<string, string> {
  const callers = Object.entries(headers).filter(([name]) => !OWN_HEADERS.has(name.toLowerCase()))
  return { ...Object.fromEntries(callers), 'accept-encoding': 'identity' }
}
