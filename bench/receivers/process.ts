/**
 * The customers' endpoints in a separate process: one server and port for each. They record when each event arrived and
 * report it over IPC.
 */
import { once } from 'node:events'
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { nowMs } from '../clock.ts'
import type { Arrival, ReceiverCommand, ReceiverReply } from './messages.ts'

const HANG_MS = 10_000
const COUNT_MS = 100
/** Precedes the event's number in the body. Parsing the whole body would be unnecessary work. */
const NUMBER_MARK = '"n":'

const servers: Server[] = []
const arrivals: Map<number, Arrival>[] = []
const arrived: number[] = []
let hanging: number | undefined
let delayMs = 0

process.on('message', (command: ReceiverCommand) => void run(command).then(say))
process.on('disconnect', () => process.exit())
setInterval(() => say({ kind: 'count', arrived }), COUNT_MS)

async function run(command: ReceiverCommand): Promise<ReceiverReply> {
  switch (command.kind) {
    case 'open':
      delayMs = command.delayMs
      return { kind: 'open', ports: await Promise.all(Array.from({ length: command.count }, openOne)) }
    case 'fail':
      hanging = command.hanging
      closeOne(command.refusing)
      return { kind: 'fail' }
    case 'close':
      servers.forEach((_, receiver) => closeOne(receiver))
      return { kind: 'close', arrivals: arrivals.flatMap((each) => [...each.values()]) }
  }
}

async function openOne(_: unknown, receiver: number): Promise<number> {
  const server = createServer((request, response) => respond(receiver, request, response))
  servers[receiver] = server
  arrivals[receiver] = new Map()
  arrived[receiver] = 0
  server.keepAliveTimeout = 60_000
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  return (server.address() as AddressInfo).port
}

/** Closes the port, so that connections are refused. */
function closeOne(receiver: number): void {
  servers[receiver]?.close()
  servers[receiver]?.closeAllConnections()
}

function respond(receiver: number, request: IncomingMessage, response: ServerResponse): void {
  // A sender disconnects after its timeout.
  request.on('error', () => {})
  response.on('error', () => {})
  const chunks: Buffer[] = []
  request.on('data', (chunk: Buffer) => chunks.push(chunk))
  request.on('end', () => {
    note(receiver, chunks.length === 1 ? chunks[0] : Buffer.concat(chunks))
    const waitMs = receiver === hanging ? HANG_MS : delayMs
    if (waitMs > 0) setTimeout(() => response.end(), waitMs)
    else response.end()
  })
}

function note(receiver: number, body: Buffer | undefined): void {
  const n = numberIn(body)
  const earlier = arrivals[receiver]?.get(n)
  if (earlier !== undefined) {
    earlier.times += 1
    return
  }
  arrivals[receiver]?.set(n, { n, receiver, atMs: nowMs(), times: 1 })
  arrived[receiver] = (arrived[receiver] ?? 0) + 1
}

function numberIn(body: Buffer | undefined): number {
  const at = body?.indexOf(NUMBER_MARK) ?? -1
  if (body === undefined || at === -1)
    throw new Error('received a request that is not part of the measurement')
  return Number.parseInt(body.toString('latin1', at + NUMBER_MARK.length, at + NUMBER_MARK.length + 16), 10)
}

function say(message: ReceiverReply): void {
  process.send?.(message)
}
