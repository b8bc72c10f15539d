import { createServer } from 'node:http'
import { describe, expect, it } from 'vitest'
import { listening } from './testing/loopback-server.ts'
import { post, testEgress } from './testing/test-egress.ts'

const SLOW_REQUESTS = 500

describe('two tenants with endpoints on the same host', () => {
  it('do not share connections: one gets replies while hundreds of requests of the other hang', async () => {
    const server = await listening(
      createServer(({ url }, response) => {
        if (url === '/fast') response.end()
      }),
    )
    const egress = testEgress()
    const origin = `http://127.0.0.1:${server.port}`
    const stopping = new AbortController()
    const slow = Promise.allSettled(
      Array.from({ length: SLOW_REQUESTS }, () =>
        egress.send(post(`${origin}/slow`, { timeoutMs: 60_000, signal: stopping.signal })),
      ),
    )
    await expect.poll(server.open, { timeout: 20_000 }).toBe(SLOW_REQUESTS)
    const fast = post(`${origin}/fast`, { tenantId: 'globex', timeoutMs: 20_000 })
    for (let round = 0; round < 5; round += 1)
      expect(await egress.send(fast)).toMatchObject({ kind: 'response', statusCode: 200 })
    expect(server.open()).toBe(SLOW_REQUESTS + 1)
    stopping.abort()
    await slow
  }, 60_000)
})
