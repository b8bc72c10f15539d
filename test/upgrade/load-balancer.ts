import { once } from 'node:events'
import { Agent, createServer, type IncomingMessage, request, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { waitUntil } from '../harness/wait-until.ts'

const CHECK_EVERY_MS = 200
const READY_MS = 120_000
/** Shorter than the services keep an idle connection, so that no request meets its end. */
const IDLE_MS_MAX = 5000

interface Upstream {
  url: string
  isReady: boolean
  /** An upstream that is being taken out gets no more requests. */
  isLeaving: boolean
  inFlight: number
  agent: Agent
}

/** A load balancer over HTTP with connections that are kept alive on both sides. */
export interface LoadBalancer {
  url: string
  /** Resolves when the upstream is ready and gets requests. */
  add(url: string): Promise<void>
  /** Sends the upstream no more requests, and resolves when it has answered those that it has. */
  remove(url: string): Promise<void>
  close(): Promise<void>
}

/** Sends requests in turn to the upstreams whose /readyz is 200. Never sends a request twice. */
export async function startLoadBalancer(): Promise<LoadBalancer> {
  const upstreams: Upstream[] = []
  let turn = 0
  const next = () => {
    const usable = upstreams.filter(({ isReady, isLeaving }) => isReady && !isLeaving)
    turn += 1
    return usable[turn % usable.length]
  }
  const server = createServer({ keepAliveTimeout: 60_000 }, (incoming, reply) => {
    const upstream = next()
    if (upstream === undefined) reply.writeHead(503).end('no upstream is ready')
    else forward(upstream, incoming, reply)
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const checks = setInterval(() => {
    for (const upstream of upstreams) void check(upstream)
  }, CHECK_EVERY_MS)

  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    async add(url) {
      const agent = new Agent({ keepAlive: true, timeout: IDLE_MS_MAX })
      const upstream: Upstream = { url, isReady: false, isLeaving: false, inFlight: 0, agent }
      upstreams.push(upstream)
      await waitUntil(`${url} to be ready`, () => upstream.isReady, READY_MS)
    },
    async remove(url) {
      const upstream = upstreams.find((each) => each.url === url)
      if (upstream === undefined) throw new Error(`${url} is no upstream`)
      upstream.isLeaving = true
      await waitUntil(`${url} to answer its requests`, () => upstream.inFlight === 0)
      upstreams.splice(upstreams.indexOf(upstream), 1)
      upstream.agent.destroy()
    },
    async close() {
      clearInterval(checks)
      for (const { agent } of upstreams) agent.destroy()
      server.closeAllConnections()
      server.close()
      await once(server, 'close')
    },
  }
}

async function check(upstream: Upstream): Promise<void> {
  upstream.isReady = await fetch(`${upstream.url}/readyz`).then(
    ({ status }) => status === 200,
    () => false,
  )
}

function forward(upstream: Upstream, incoming: IncomingMessage, reply: ServerResponse): void {
  upstream.inFlight += 1
  reply.once('close', () => (upstream.inFlight -= 1))
  const { method, headers, url } = incoming
  const outgoing = request(`${upstream.url}${url}`, { method, headers, agent: upstream.agent }, (answer) => {
    reply.writeHead(answer.statusCode ?? 502, { ...answer.headers, connection: 'keep-alive' })
    answer.pipe(reply)
  })
  outgoing.on('error', (error) => {
    if (reply.headersSent) reply.destroy()
    else reply.writeHead(502).end(`${upstream.url}: ${error.message}`)
  })
  incoming.pipe(outgoing)
}
