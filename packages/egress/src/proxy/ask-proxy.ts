import { type IncomingHttpHeaders, request } from 'node:http'
import type { Socket } from 'node:net'

export interface ProxyQuestion {
  method: 'CONNECT' | 'OPTIONS'
  path: string
  headers: Record<string, string>
  timeoutMs: number
  /** Ends the question, and the connection. */
  signal: AbortSignal
}

export interface ProxyAnswer {
  statusCode: number
  headers: IncomingHttpHeaders
}

/**
 * Asks the proxy for something of its own, on a connection that nothing else uses. After a CONNECT the connection is left as it is, with
 * nothing read of what follows the answer's head.
 *
 * @returns `undefined` when the time was up, however much of an answer had come; the connection is then destroyed
 * @throws what ended the connection, or the parser's error
 */
export async function askProxy(
  connection: Socket,
  { method, path, headers, timeoutMs, signal }: ProxyQuestion,
): Promise<ProxyAnswer | undefined> {
  signal.throwIfAborted()
  const { promise, resolve, reject } = Promise.withResolvers<ProxyAnswer | undefined>()
  // With a connection of its own there is no agent, and so nothing that reads HTTP_PROXY and the like.
  const asked = request({ method, path, headers, createConnection: () => connection })
  // Without an agent Node would say "close", which is not what a tunnel is for.
  asked.removeHeader('connection')
  const timer = setTimeout(() => {
    resolve(undefined)
    asked.destroy()
  }, timeoutMs)
  // Not the option `signal`: Node would listen, and hold on to the question, for as long as the tunnel stands.
  const stop = () => asked.destroy(signal.reason)
  signal.addEventListener('abort', stop)
  asked.once('connect', ({ statusCode = 0, headers: answered }, _socket, next: Buffer) => {
    if (next.length > 0) connection.unshift(next)
    resolve({ statusCode, headers: answered })
  })
  asked.once('response', ({ statusCode = 0, headers: answered }) => {
    resolve({ statusCode, headers: answered })
    asked.destroy()
  })
  asked.on('error', reject)
  asked.end()
  return promise.finally(() => {
    clearTimeout(timer)
    signal.removeEventListener('abort', stop)
  })
}
