import { once } from 'node:events'
import { createServer, type IncomingHttpHeaders } from 'node:http'
import type { AddressInfo } from 'node:net'
import { waitUntil } from './wait-until.ts'

/** A request that an endpoint received. */
export interface Received {
  path: string
  headers: IncomingHttpHeaders
  body: Buffer
}

export interface EndpointResponse {
  status: number
  headers?: Record<string, string>
  body?: string
  /** The response waits until this settles. */
  after?: Promise<void>
}

export interface Receiver {
  url: string
  received: Received[]
  /** Waits until this many requests have arrived, and returns them. */
  waitFor(count: number, deadlineMs?: number): Promise<Received[]>
  close(): Promise<void>
}

/**
 * A customer's endpoint: a real server on a real socket.
 * @param respond the response to each request; `index` counts them from 0. Default: 200.
 */
export async function startReceiver(
  respond: (request: Received, index: number) => EndpointResponse = () => ({ status: 200 }),
): Promise<Receiver> {
  const received: Received[] = []
  const server = createServer((request, response) => {
    const chunks: Buffer[] = []
    request.on('data', (chunk: Buffer) => chunks.push(chunk))
    request.on('end', () => {
      const one = { path: request.url ?? '', headers: request.headers, body: Buffer.concat(chunks) }
      const { status, headers, body, after } = respond(one, received.push(one) - 1)
      const send = () => response.writeHead(status, headers).end(body)
      if (after === undefined) send()
      else void after.then(send)
    })
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    received,
    waitFor: (count, deadlineMs) =>
      waitUntil(`${count} requests at the receiver`, () => received.length >= count && received, deadlineMs),
    async close() {
      server.closeAllConnections()
      server.close()
      await once(server, 'close')
    },
  }
}
