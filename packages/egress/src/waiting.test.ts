import { createServer } from 'node:http'
import { createServer as createTcpServer } from 'node:net'
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { describe, expect, it, vi } from 'vitest'
import { listening } from './testing/loopback-server.ts'
import { post, testEgress } from './testing/test-egress.ts'

setFlagsFromString('--expose-gc')
const collectGarbage = runInNewContext('gc') as () => void

const MIB = 1024 * 1024

describe('requests that are aborted while their connection is made', () => {
  it('release their bodies and connections', async () => {
    // Accepts, reads, and never starts TLS: each dial takes its whole time.
    const server = await listening(createTcpServer((socket) => socket.resume()))
    const egress = testEgress()
    const url = `https://127.0.0.1:${server.port}/`
    const before = process.memoryUsage().arrayBuffers
    for (let round = 0; round < 5; round += 1) {
      const sent = Array.from({ length: 20 }, () =>
        egress.send(post(url, { timeoutMs: 20, body: Buffer.alloc(MIB) })),
      )
      for (const result of await Promise.all(sent)) expect(result).toMatchObject({ errorCode: 'timeout' })
    }
    await vi.waitFor(() => expect(server.open()).toBe(0), { timeout: 4_000 }) // less than the time limit of a dial
    await vi.waitFor(
      () => {
        collectGarbage()
        expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(20 * MIB)
      },
      { timeout: 10_000, interval: 500 },
    )
  }, 30_000)

  it('are rejected at shutdown', async () => {
    const server = await listening(createTcpServer((socket) => socket.resume()))
    const egress = testEgress()
    const url = `https://127.0.0.1:${server.port}/`
    const sent = Promise.allSettled([1, 2, 3].map(() => egress.send(post(url))))
    await vi.waitFor(() => expect(server.connections()).toBe(3))
    await egress.close(0)
    for (const result of await sent)
      expect(result).toMatchObject({ status: 'rejected', reason: { code: 'EGRESS_CLOSED' } })
    await vi.waitFor(() => expect(server.open()).toBe(0))
  })
})

it('a connection that is never idle is replaced after 1,000 requests, with a new lookup of its name', async () => {
  let lookups = 0
  const resolve = async () => {
    lookups += 1
    return [{ address: '127.0.0.1', family: 4 }] as const
  }
  const server = await listening(createServer((_request, response) => response.end()))
  const egress = testEgress({ resolve, dnsCacheMs: 0 })
  const url = `http://receiver.example:${server.port}/`
  for (let round = 0; round < 1_010; round += 1) {
    const result = await egress.send(post(url))
    if (result.kind === 'error') throw new Error(result.detail)
  }
  expect([lookups, server.connections()]).toEqual([2, 2])
}, 60_000)
