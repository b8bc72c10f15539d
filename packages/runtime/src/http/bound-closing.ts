import type { Server } from 'node:http'
import type { Socket } from 'node:net'

/** A request may arrive on a connection so long after it was opened, or after the last reply. */
const UNUSED_MS = 1000
const LOOK_MS = 200
/** Requests in progress have this long to finish. */
const REQUESTS_MS = 10_000

interface Connection {
  requests: number
  unusedSinceMs: number
}

/**
 * Bounds how long connections delay the end of a process: a server is closed when the last one is. Node's own
 * `closeIdleConnections` leaves those on which no request has begun, and browsers and balancers open such connections ahead.
 * https://nodejs.org/api/http.html#servercloseidleconnections
 * @returns a function to call when the server begins to close
 */
export function boundClosing(server: Server): () => void {
  const connections = new Map<Socket, Connection>()
  server.on('connection', (socket: Socket) => {
    connections.set(socket, { requests: 0, unusedSinceMs: performance.now() })
    socket.once('close', () => connections.delete(socket))
  })
  server.on('request', ({ socket }, response) => {
    const connection = connections.get(socket)
    if (connection === undefined) return
    connection.requests += 1
    response.once('close', () => {
      connection.requests -= 1
      connection.unusedSinceMs = performance.now()
    })
  })

  const closeUnused = () => {
    const beforeMs = performance.now() - UNUSED_MS
    for (const [socket, { requests, unusedSinceMs }] of connections)
      if (requests === 0 && unusedSinceMs <= beforeMs) socket.destroy()
  }

  return () => {
    const looking = setInterval(closeUnused, LOOK_MS).unref()
    const lateness = setTimeout(() => server.closeAllConnections(), REQUESTS_MS).unref()
    server.once('close', () => {
      clearInterval(looking)
      clearTimeout(lateness)
    })
  }
}
