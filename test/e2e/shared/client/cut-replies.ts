import { once } from 'node:events'
import { type AddressInfo, connect, createServer, type Socket } from 'node:net'

/** A proxy that passes requests on, and closes the first connections when their reply begins. */
export interface ReplyCutter {
  url: string
  /** Connections that were cut. */
  cut: number
  close(): Promise<void>
}

/** @param count of the connections that are cut */
export async function cutReplies(targetUrl: string, count: number): Promise<ReplyCutter> {
  const { hostname: host, port } = new URL(targetUrl)
  const sockets = new Set<Socket>()
  const server = createServer((near) => {
    const far = connect({ host, port: Number(port) })
    for (const socket of [near, far]) {
      sockets.add(socket)
      socket.on('error', () => {})
      socket.on('close', () => sockets.delete(socket))
    }
    near.on('close', () => far.destroy())
    far.on('close', () => near.destroy())
    near.pipe(far)
    far.once('data', (first: Buffer) => {
      if (cutter.cut < count) {
        cutter.cut += 1
        near.destroy()
        return
      }
      near.write(first)
      far.pipe(near)
    })
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const cutter: ReplyCutter = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    cut: 0,
    async close() {
      for (const socket of sockets) socket.destroy()
      server.close()
      await once(server, 'close')
    },
  }
  return cutter
}
