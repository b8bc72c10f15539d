import { createServer, type IncomingHttpHeaders } from 'node:http'
import { createServer as createSecureServer } from 'node:https'
import { connect, type Socket } from 'node:net'
import type { ServerCertificate } from './certificates.ts'
import { type LoopbackServer, listening } from './loopback-server.ts'

/** How the proxy responds to a CONNECT. A function gets the connection instead of a tunnel. */
export type ConnectReply =
  | 'tunnel'
  | 'silence'
  | { statusCode: number; headers?: Record<string, string> }
  | ((connection: Socket) => void)

export interface ConnectProxyOptions {
  reply?: (authority: string) => ConnectReply
  /** Whether it responds to probes. Default true. */
  livesOn?: boolean
  /** Makes it an https proxy. */
  certificate?: ServerCertificate
}

export interface ConnectProxy extends LoopbackServer {
  /** The received CONNECTs, in order. */
  connects: { authority: string; headers: IncomingHttpHeaders }[]
  /** Other requests, such as `OPTIONS *`. */
  questions: string[]
}

/** A real HTTP proxy that only tunnels, until the test ends. It dials 127.0.0.1 for every name. */
export async function connectProxy({
  reply = () => 'tunnel',
  livesOn = true,
  certificate,
}: ConnectProxyOptions = {}): Promise<ConnectProxy> {
  const connects: ConnectProxy['connects'] = []
  const questions: string[] = []
  const server = certificate === undefined ? createServer() : createSecureServer(certificate)
  server.on('connect', ({ url: authority = '', headers }, connection: Socket) => {
    connects.push({ authority, headers })
    connection.on('error', () => {})
    // Node's HTTP server allows half-open connections, and a connection that is not read would not notice the end.
    connection.on('end', () => connection.end())
    connection.resume()
    answer(reply(authority), authority, connection)
  })
  server.on('request', ({ method, url, headers }, response) => {
    questions.push(`${method} ${url} ${headers['proxy-authorization'] ?? 'anonymous'}`)
    if (livesOn) response.writeHead(400).end()
  })
  const listener = await listening(server)
  const url = `${certificate === undefined ? 'http' : 'https'}://127.0.0.1:${listener.port}`
  return { ...listener, url, connects, questions }
}

function answer(reply: ConnectReply, authority: string, connection: Socket): void {
  if (reply === 'silence') return
  if (reply === 'tunnel') return tunnel(Number(authority.split(':').at(-1)), connection)
  if (typeof reply === 'function') return reply(connection)
  const headers = Object.entries(reply.headers ?? {}).map(([name, value]) => `${name}: ${value}\r\n`)
  connection.end(`HTTP/1.1 ${reply.statusCode} So It Is\r\n${headers.join('')}content-length: 0\r\n\r\n`)
}

function tunnel(port: number, connection: Socket): void {
  const destination = connect(port, '127.0.0.1', () => {
    connection.write('HTTP/1.1 200 Connection Established\r\n\r\n')
    connection.pipe(destination).pipe(connection)
  })
  destination.on('error', () => connection.end('HTTP/1.1 502 Bad Gateway\r\n\r\n'))
  connection.on('close', () => destination.destroy())
  destination.on('close', () => connection.destroy())
}
