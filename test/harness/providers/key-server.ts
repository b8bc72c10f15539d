import { once } from 'node:events'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { createServer as createProxy } from 'node:http'
import { createServer } from 'node:https'
import { type AddressInfo, connect, type Server, type Socket } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { generate } from 'selfsigned'

/** What a provider's server replies to a request. */
export type KeyResponse = { status: number; text?: string; headers?: Record<string, string> }

export interface KeyServer {
  /** With it, the services reach this server under the names of all hosts, and trust it. */
  env: Record<string, string>
  /** Each request as `METHOD https://host/path`. */
  requests: string[]
  /** The replies by `https://host/path`; 404 for others. May be changed at any time. */
  replies: Map<string, KeyResponse | ((body: string) => KeyResponse | Promise<KeyResponse>)>
  /** Connections are refused, and open ones end, as if the providers were down. */
  isDown: boolean
  close(): Promise<void>
}

/** A server in place of the hosts of providers, behind a real egress proxy, with a certificate for their names. */
export async function startKeyServer(hosts: readonly string[]): Promise<KeyServer> {
  const folder = await mkdtemp(join(tmpdir(), 'posthorn-keys-'))
  const caFile = join(folder, 'ca.pem')
  const made = await generate([{ name: 'commonName', value: 'providers' }], {
    keyType: 'ec',
    algorithm: 'sha256',
    extensions: [{ name: 'subjectAltName', altNames: hosts.map((value) => ({ type: 2, value })) }],
  })
  await writeFile(caFile, made.cert)

  const sockets = new Set<Socket>()
  const server = createServer({ cert: made.cert, key: made.private }, (request, response) => {
    if (keyServer.isDown) return void request.socket.destroy()
    const chunks: Buffer[] = []
    request.on('data', (chunk: Buffer) => chunks.push(chunk))
    const respond = async () => {
      const url = `https://${request.headers.host}${request.url}`
      keyServer.requests.push(`${request.method} ${url}`)
      const found = keyServer.replies.get(url) ?? { status: 404 }
      const answer = typeof found === 'function' ? await found(Buffer.concat(chunks).toString()) : found
      response.writeHead(answer.status, answer.headers).end(answer.text)
    }
    request.on('end', () => void respond())
  })
  const proxy = createProxy((_request, response) => response.writeHead(400).end())
  const port = await listen(server, sockets)
  proxy.on('connect', (_request, connection: Socket) => {
    connection.on('error', () => {})
    if (keyServer.isDown) {
      connection.end('HTTP/1.1 502 Bad Gateway\r\ncontent-length: 0\r\n\r\n')
      return
    }
    const destination = connect(port, '127.0.0.1', () => {
      connection.write('HTTP/1.1 200 Connection Established\r\n\r\n')
      connection.pipe(destination).pipe(connection)
    })
    destination.on('error', () => connection.destroy())
    connection.on('close', () => destination.destroy())
  })
  const proxyPort = await listen(proxy, sockets)

  const keyServer: KeyServer = {
    env: { EGRESS_PROXY_URL: `http://127.0.0.1:${proxyPort}`, NODE_EXTRA_CA_CERTS: caFile },
    requests: [],
    replies: new Map(),
    isDown: false,
    async close() {
      for (const socket of sockets) socket.destroy()
      for (const each of [server, proxy]) {
        each.close()
        await once(each, 'close')
      }
      await rm(folder, { recursive: true })
    },
  }
  return keyServer
}

async function listen(server: Server, sockets: Set<Socket>): Promise<number> {
  server.on('connection', (socket: Socket) => {
    sockets.add(socket)
    socket.on('error', () => {})
    socket.on('close', () => sockets.delete(socket))
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  return (server.address() as AddressInfo).port
}
