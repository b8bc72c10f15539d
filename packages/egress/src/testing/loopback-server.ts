import { once } from 'node:events'
import type { AddressInfo, Server, Socket } from 'node:net'
import { createServer } from 'node:net'
import { onTestFinished } from 'vitest'

export interface LoopbackServer {
  port: number
  /** `http://127.0.0.1:port/hook` */
  url: string
  /** Total number of connections. */
  connections: () => number
  /** Number of open connections. */
  open: () => number
}

/** Listens on a free port of 127.0.0.1 until the test ends. */
export async function listening(server: Server): Promise<LoopbackServer> {
  const sockets = new Set<Socket>()
  let connections = 0
  server.on('connection', (socket: Socket) => {
    connections += 1
    sockets.add(socket)
    socket.on('error', () => {})
    socket.on('close', () => sockets.delete(socket))
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  onTestFinished(async () => {
    for (const socket of sockets) socket.destroy()
    server.close()
    await once(server, 'close')
  })
  const { port } = server.address() as AddressInfo
  return {
    port,
    url: `http://127.0.0.1:${port}/hook`,
    connections: () => connections,
    open: () => sockets.size,
  }
}

/** A TCP server: calls `answer` after the first bytes of a connection. */
export function rawServer(answer: (socket: Socket, connection: number) => void): Promise<LoopbackServer> {
  let connection = 0
  return listening(
    createServer((socket) => {
      const own = connection++
      socket.once('data', () => answer(socket, own))
    }),
  )
}

/** Writes a chunk repeatedly until the connection closes. */
export function drip(socket: Socket, chunk: string, everyMs: number): void {
  const timer = setInterval(() => socket.write(chunk), everyMs)
  socket.on('close', () => clearInterval(timer))
}

/** Writes as fast as the other side reads, endlessly or up to a limit. `written()` returns the number of bytes. */
export function flood(socket: Socket, chunk: string, bytesMax = Infinity): { written: () => number } {
  let written = 0
  const pour = () => {
    while (!socket.destroyed && written < bytesMax) {
      written += chunk.length
      if (!socket.write(chunk)) return
    }
  }
  socket.on('drain', pour)
  pour()
  return { written: () => written }
}
