/**
 * The customers' endpoints, in a process of their own: a server on a port of its own for each. They note when which event
 * came, and tell it over the IPC channel.
 */
import { once } from 'node:events'
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { nowMs } from '../clock.ts'
import type { Arrival, ReceiverNotice, ReceiverOrder } from './receiver-messages.ts'

const HANG_MS = 10_000
const COUNT_MS = 250

const servers: Server[] = []
const arrivals = new Map<number, Arrival>()
const arrived: number[] = []
let hanging: number | undefined

process.on('message', (order: ReceiverOrder) => void obey(order).then(say))
process.on('disconnect', () => process.exit())
setInterval(() => say({ kind: 'count', arrived }), COUNT_MS)

async function obey(order: ReceiverOrder): Promise<ReceiverNotice> {
  switch (order.kind) {
    case 'open':
      return { kind: 'open', ports: await Promise.all(Array.from({ length: order.count }, openOne)) }
    case 'spoil':
      hanging = order.hanging
      closeOne(order.refusing)
      return { kind: 'spoil' }
    case 'close':
      servers.forEach((_, receiver) => closeOne(receiver))
      return { kind: 'close', arrivals: [...arrivals.values()] }
  }
}

async function openOne(_: unknown, receiver: number): Promise<number> {
  const server = createServer((request, response) => answer(receiver, request, response))
  servers[receiver] = server
  arrived[receiver] = 0
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  return (server.address() as AddressInfo).port
}

/** Nobody listens on its port any more: connections are refused. */
function closeOne(receiver: number): void {
  servers[receiver]?.close()
  servers[receiver]?.closeAllConnections()
}

function answer(receiver: number, request: IncomingMessage, response: ServerResponse): void {
  // A sender whose patience is over goes away in the middle.
  request.on('error', () => {})
  response.on('error', () => {})
  const chunks: Buffer[] = []
  request.on('data', (chunk: Buffer) => chunks.push(chunk))
  request.on('end', () => {
    note(receiver, Buffer.concat(chunks).toString(), nowMs())
    if (receiver === hanging) setTimeout(() => response.end(), HANG_MS)
    else response.end()
  })
}

function note(receiver: number, body: string, atMs: number): void {
  const { n } = (JSON.parse(body) as { data: { n: number } }).data
  const earlier = arrivals.get(n)
  if (earlier !== undefined) {
    earlier.times += 1
    return
  }
  arrivals.set(n, { n, atMs, times: 1 })
  arrived[receiver] = (arrived[receiver] ?? 0) + 1
}

function say(notice: ReceiverNotice): void {
  process.send?.(notice)
}
