import { once } from 'node:events'
import { type AddressInfo, connect, createServer, type Socket } from 'node:net'

/** ReadyForQuery outside of a transaction: https://www.postgresql.org/docs/current/protocol-message-formats.html */
const ENDED = 'Z\0\0\0\x05I'

/** A proxy between a service and a server, to make the server unreachable without stopping it. */
export interface TcpProxy {
  port: number
  /** Closes all connections and refuses new ones. */
  refuse(): Promise<void>
  /** Keeps and accepts connections, but forwards nothing. */
  hang(): void
  /** Keeps the present connections, but forwards nothing on them, as after the failure of a route. */
  hangPresent(): void
  /**
   * Closes the connection on which `text` was sent when PostgreSQL reports the end of its transaction, and does not
   * forward that reply.
   */
  cutAtCommitOf(text: string): Promise<void>
  /** Forwards everything again. */
  pass(): Promise<void>
  close(): Promise<void>
}

export async function startTcpProxy(target: { host: string; port: number }): Promise<TcpProxy> {
  const sockets = new Set<Socket>()
  let isHanging = false
  let awaited: { text: string; onCommit: () => void } | undefined
  const server = createServer((near) => {
    const far = connect(target)
    for (const socket of [near, far]) {
      sockets.add(socket)
      socket.on('error', () => {})
      socket.on('close', () => sockets.delete(socket))
    }
    near.on('close', () => far.destroy())
    far.on('close', () => near.destroy())
    near.pipe(far)
    let wasSent = false
    near.on('data', (bytes: Buffer) => {
      wasSent ||= awaited !== undefined && bytes.includes(awaited.text)
    })
    far.on('data', (bytes: Buffer) => {
      if (awaited === undefined || !wasSent || !bytes.includes(ENDED)) return
      awaited.onCommit()
      awaited = undefined
      near.destroy()
    })
    far.pipe(near)
    if (isHanging) freeze(near, far)
  })
  const listen = async (port: number) => {
    server.listen(port, '127.0.0.1')
    await once(server, 'listening')
    return (server.address() as AddressInfo).port
  }
  const cut = () => sockets.forEach((socket) => socket.destroy())
  const port = await listen(0)

  return {
    port,
    async refuse() {
      server.close()
      cut()
      await once(server, 'close')
    },
    hang() {
      isHanging = true
      freeze(...sockets)
    },
    hangPresent() {
      freeze(...sockets)
    },
    cutAtCommitOf: (text) =>
      new Promise((resolve) => {
        awaited = { text, onCommit: resolve }
      }),
    async pass() {
      isHanging = false
      cut()
      if (!server.listening) await listen(port)
    },
    async close() {
      cut()
      if (!server.listening) return
      server.close()
      await once(server, 'close')
    },
  }
}

function freeze(...sockets: Socket[]): void {
  for (const socket of sockets) {
    socket.unpipe()
    socket.pause()
  }
}
