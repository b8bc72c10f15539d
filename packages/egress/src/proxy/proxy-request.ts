import type { IncomingHttpHeaders } from 'node:http'
import type { Socket } from 'node:net'

// Not imported: a module that imports node:http makes Node.js load its own undici, for the WebSocket that it exports.
const { request } = process.getBuiltinModule('node:http')

export interface ProxyRequest {
  method: 'CONNECT' | 'OPTIONS'
  path: string
  headers: Record<string, string>
  timeoutMs: number
  /** Aborts the request and closes the connection. */
  signal: AbortSignal
}

export interface ProxyResponse {
  statusCode: number
  headers: IncomingHttpHeaders
}

/**
 * Sends a request to the proxy itself, on a connection that nothing else uses. After a CONNECT the connection stays open,
 * and nothing after the head of the response is read.
 *
 * @returns `undefined` after the timeout, even if a part of a response has arrived; the connection is then destroyed
 * @throws the connection's or the parser's error
 */
export async function sendProxyRequest(
  connection: Socket,
  { method, path, headers, timeoutMs, signal }: ProxyRequest,
): Promise<ProxyResponse | undefined> {
  signal.throwIfAborted()
  const { promise, resolve, reject } = Promise.withResolvers<ProxyResponse | undefined>()
  // With createConnection there is no agent, so HTTP_PROXY and similar variables are ignored.
  const sent = request({ method, path, headers, createConnection: () => connection })
  // Without an agent Node would send "close", which is wrong for a tunnel.
  sent.removeHeader('connection')
  const timer = setTimeout(() => {
    resolve(undefined)
    sent.destroy()
  }, timeoutMs)
  // Not the option `signal`: Node would keep its listener and the request as long as the tunnel exists.
  const stop = () => sent.destroy(signal.reason)
  signal.addEventListener('abort', stop)
  sent.once('connect', ({ statusCode = 0, headers: received }, _socket, next: Buffer) => {
    if (next.length > 0) connection.unshift(next)
    resolve({ statusCode, headers: received })
  })
  sent.once('response', ({ statusCode = 0, headers: received }) => {
    resolve({ statusCode, headers: received })
    sent.destroy()
  })
  sent.on('error', reject)
  sent.end()
  return promise.finally(() => {
    clearTimeout(timer)
    signal.removeEventListener('abort', stop)
  })
}
