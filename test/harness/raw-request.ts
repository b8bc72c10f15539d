import { once } from 'node:events'
import { connect } from 'node:net'

/** A reply as read from a socket. */
export interface RawReply {
  status: number
  headers: Record<string, string>
  body: string
}

/**
 * Sends the bytes of a request unchanged, and reads until the connection is closed.
 * @param url host and port to connect to
 * @param text of the request, which should ask for `connection: close`
 */
export async function rawRequest(url: string, text: string): Promise<RawReply> {
  const { hostname: host, port } = new URL(url)
  const socket = connect({ host, port: Number(port) })
  await once(socket, 'connect')
  socket.write(text)
  let received = ''
  for await (const data of socket) received += String(data)
  const [head = '', body = ''] = received.split(/\r\n\r\n(.*)/s)
  const [statusLine = '', ...lines] = head.split('\r\n')
  return {
    status: Number(statusLine.split(' ')[1]),
    headers: Object.fromEntries(
      lines.map((line) => [
        line.slice(0, line.indexOf(':')).toLowerCase(),
        line.slice(line.indexOf(':') + 1).trim(),
      ]),
    ),
    body,
  }
}
