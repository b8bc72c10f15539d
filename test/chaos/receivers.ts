import { once } from 'node:events'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Random } from './random.ts'

/**
 * A customer's endpoint: `good` accepts everything, `flaky` fails occasionally, `picky` always refuses some events.
 */
export type ReceiverName = 'good' | 'flaky' | 'picky'

/** One received request. */
export interface SeenRequest {
  receiver: ReceiverName
  eventId: string
  deliveryId: string
  attempt: number
  atMs: number
  /**
   * The status that was sent; `reset`: the connection was reset; `nothing`: the sender disconnected before a reply.
   */
  response: number | 'reset' | 'nothing'
}

export interface Receiver {
  name: ReceiverName
  url: string
  close(): Promise<void>
}

type Plan = { kind: 'respond'; status: number; afterMs: number } | { kind: 'reset' }

const FAILURES_OF_FLAKY = 0.2
/** Longer than the endpoints' timeout. */
const SLOW_MS = 3000

/** Decides what a receiver does with its next request. */
function planOf(name: ReceiverName, eventType: string, random: Random): Plan {
  // No receiver replies at once, so that there is always something in flight.
  const afterMs = random.between(5, 150)
  if (name === 'picky' && eventType.endsWith('.refused')) return { kind: 'respond', status: 500, afterMs }
  const fine: Plan = { kind: 'respond', status: 200, afterMs }
  if (name !== 'flaky' || random.next() >= FAILURES_OF_FLAKY) return fine
  return random.pick<Plan>([
    { kind: 'respond', status: 500, afterMs: 10 },
    { kind: 'respond', status: 200, afterMs: SLOW_MS },
    { kind: 'reset' },
  ])
}

/** Starts a receiver that records requests in `seen`. */
export async function startReceiver(
  name: ReceiverName,
  { seen, random }: { seen: SeenRequest[]; random: Random },
): Promise<Receiver> {
  const server = createServer((request, response) => {
    request.resume()
    request.on('error', () => {})
    response.on('error', () => {})
    // Recorded only when complete: a sender that dies halfway has not delivered.
    request.on('end', () => {
      const one = seenRequest(name, request)
      seen.push(one)
      const eventType = String(request.headers['x-webhook-event'])
      follow(planOf(name, eventType, random), { one, request, response })
    })
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  return {
    name,
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    async close() {
      server.closeAllConnections()
      server.close()
      await once(server, 'close')
    },
  }
}

function follow(
  plan: Plan,
  { one, request, response }: { one: SeenRequest; request: IncomingMessage; response: ServerResponse },
): void {
  if (plan.kind === 'reset') {
    one.response = 'reset'
    request.socket.resetAndDestroy()
    return
  }
  setTimeout(() => {
    if (response.destroyed || request.socket.destroyed) return
    one.response = plan.status
    response.writeHead(plan.status).end()
  }, plan.afterMs)
}

function seenRequest(receiver: ReceiverName, { headers }: IncomingMessage): SeenRequest {
  return {
    receiver,
    eventId: String(headers['webhook-id']),
    deliveryId: String(headers['x-webhook-delivery']),
    attempt: Number(headers['x-webhook-attempt']),
    atMs: Date.now(),
    response: 'nothing',
  }
}
