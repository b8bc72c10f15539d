import { createServer } from 'node:http'
import type { Socket } from 'node:net'
import { buildConnector } from 'undici'
import { expect, it, onTestFinished, vi } from 'vitest'
import { Exchange } from './exchange.ts'
import { type Begin, OriginPools } from './origin-pools.ts'
import { listening, rawServer } from './testing/loopback-server.ts'

const never = new AbortController().signal

const createPools = (idleOriginsMax: number) => {
  const pools = new OriginPools({
    client: { connect: buildConnector({}) },
    connectionsPerOrigin: 1,
    idleOriginsMax,
  })
  onTestFinished(() => pools.destroy())
  return pools
}

const beginPost: Begin = (dispatcher) => {
  const exchange = new Exchange()
  dispatcher.dispatch({ path: '/', method: 'POST' }, exchange)
  return exchange
}

it('lets go of the idle origins that were used longest ago', async () => {
  const servers = await Promise.all(
    Array.from({ length: 4 }, () => listening(createServer((_request, response) => response.end()))),
  )
  const pools = createPools(2)
  for (const { url } of servers)
    expect(await pools.onKept(new URL(url).origin, beginPost, never)).toMatchObject({ statusCode: 200 })
  await vi.waitFor(() => expect(servers.map((server) => server.open())).toEqual([0, 0, 1, 1]))
  expect(pools.origins).toBe(2)
})

it('never lets go of an origin in use', async () => {
  const waiting: Socket[] = []
  const server = await rawServer((socket) => waiting.push(socket))
  const pools = createPools(0)
  const outcomes = ['127.0.0.1', 'localhost'].map(async (host) =>
    pools.onKept(`http://${host}:${server.port}`, beginPost, never),
  )
  await vi.waitFor(() => expect(waiting).toHaveLength(2))
  expect(await pools.onKept('http://127.0.0.1:1', beginPost, never)).toMatchObject({ kind: 'failed' })
  await vi.waitFor(() => expect(pools.origins).toBe(2))
  for (const socket of waiting) socket.end('HTTP/1.1 200 OK\r\ncontent-length: 0\r\n\r\n')
  for (const outcome of outcomes) expect(await outcome).toMatchObject({ statusCode: 200 })
  await vi.waitFor(() => expect(pools.origins).toBe(0))
})
