import { once } from 'node:events'
import { type AddressInfo, connect, createServer, type Socket } from 'node:net'

/** Stands between a service and a server, to take the server away without stopping it. */
export interface TcpProxy {
  port: number
  /** Cuts what is connected and refuses what comes. */
  refuse(): Promise<void>
  /** Goes on holding and accepting connections, and passes nothing on. */
  hang(): void
  /** Passes everything on again. */
  pass(): Promise<void>
  close(): Promise<void>
}

export async function startTcpProxy(target: { host: string; port: number }): Promise<TcpProxy> {
  const sockets = new Set<Socket>()
  let isHanging = false
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
