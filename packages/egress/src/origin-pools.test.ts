import { createServer } from 'node:http'
import { buildConnector } from 'undici'
import { expect, it, onTestFinished, vi } from 'vitest'
import { Exchange } from './exchange.ts'
import { OriginPools } from './origin-pools.ts'
import { listening } from './testing/loopback-server.ts'

it('lets go of the idle origins that were used longest ago', async () => {
  const servers = await Promise.all(
    Array.from({ length: 4 }, () => listening(createServer((_request, response) => response.end()))),
  )
  const pools = new OriginPools({
    client: { connect: buildConnector({}) },
    connectionsPerOrigin: 1,
    idleOriginsMax: 2,
  })
  onTestFinished(() => pools.destroy())
  for (const { url } of servers) {
    const { origin, pathname } = new URL(url)
    const outcome = await pools.withPool(origin, (pool) => {
      const exchange = new Exchange()
      pool.dispatch({ origin, path: pathname, method: 'POST' }, exchange)
      return exchange.outcome
    })
    expect(outcome).toMatchObject({ statusCode: 200 })
  }
  expect(pools.origins).toBe(2)
  await vi.waitFor(() => expect(servers.map((server) => server.open())).toEqual([0, 0, 1, 1]))
})

it('never lets go of an origin in use', async () => {
  const pools = new OriginPools({
    client: { connect: buildConnector({}) },
    connectionsPerOrigin: 1,
    idleOriginsMax: 0,
  })
  const inUse = Promise.withResolvers<void>()
  const used = ['http://a.example', 'http://b.example'].map((origin) =>
    pools.withPool(origin, () => inUse.promise),
  )
  await pools.withPool('http://c.example', async () => {})
  expect(pools.origins).toBe(2)
  inUse.resolve()
  await Promise.all(used)
  expect(pools.origins).toBe(0)
})
