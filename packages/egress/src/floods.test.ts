import type { Socket } from 'node:net'
import { describe, expect, it, vi } from 'vitest'
import { flood, rawServer } from './testing/loopback-server.ts'
import { post, testEgress } from './testing/test-egress.ts'

// Each test sends tens of megabytes.
vi.setConfig({ testTimeout: 60_000 })

const HEAD = 'HTTP/1.1 200 OK\r\n'
const CHUNKED = `${HEAD}transfer-encoding: chunked\r\n\r\n`
const KIB = 1024
const MIB = 1024 * KIB
/** The buffers of both sockets, and the limit. */
const SENT_AT_MOST = 16 * MIB

/** Sends `head`, then 50 MB as fast as they are read. */
const pouringServer = async (head: string, chunk: string) => {
  let poured: ReturnType<typeof flood> | undefined
  const server = await rawServer((socket: Socket) => {
    socket.write(head)
    poured = flood(socket, chunk, 50 * MIB)
  })
  return { ...server, written: () => poured?.written() ?? 0 }
}

/** Peak growth of this process during `work`. */
async function growthOf<T>(work: Promise<T>): Promise<{ result: T; grownBytes: number }> {
  const before = process.memoryUsage.rss()
  let most = before
  const timer = setInterval(() => {
    most = Math.max(most, process.memoryUsage.rss())
  }, 5)
  const result = await work.finally(() => clearInterval(timer))
  return { result, grownBytes: most - before }
}

describe('50 MB of headers', () => {
  it.each([
    ['in one', `${HEAD}x: `, 'y'.repeat(64 * KIB)],
    ['in many', HEAD, `x-header: ${'y'.repeat(KIB)}\r\n`.repeat(64)],
    ['in the smallest ones', HEAD, 'a:\r\n'.repeat(16 * KIB)],
    ['in one name', HEAD, 'y'.repeat(64 * KIB)],
  ])('%s exceed the limit long before', async (_name, head, chunk) => {
    const server = await pouringServer(head, chunk)
    const sent = testEgress().send(post(server.url, { timeoutMs: 20_000 }))
    const { result, grownBytes } = await growthOf(sent)
    expect(result).toMatchObject({ kind: 'error', errorCode: 'response_too_large' })
    expect(result.durationMs).toBeLessThan(5_000)
    expect(grownBytes).toBeLessThan(40 * MIB)
    await vi.waitFor(() => expect(server.open()).toBe(0))
    expect(server.written()).toBeLessThan(SENT_AT_MOST)
  })

  it('after the body are not read, and the response is kept', async () => {
    const server = await pouringServer(`${CHUNKED}2\r\nok\r\n0\r\n`, 'a: b\r\n'.repeat(10 * KIB))
    const result = await testEgress().send(post(server.url, { timeoutMs: 20_000 }))
    expect(result).toMatchObject({ statusCode: 200, body: Buffer.from('ok'), bodyTruncated: true })
    await vi.waitFor(() => expect(server.open()).toBe(0))
    expect(server.written()).toBeLessThan(SENT_AT_MOST)
  })
})

describe('bytes that are not content, at full rate', () => {
  it.each([
    ['interim responses', '', 'HTTP/1.1 103 Early Hints\r\nlink: x\r\n\r\n'.repeat(KIB)],
    ['empty lines', '', '\r\n'.repeat(32 * KIB)],
    ['a reason phrase', 'HTTP/1.1 200 ', 'x'.repeat(64 * KIB)],
  ])('%s: are response_too_large', async (_name, head, chunk) => {
    const server = await pouringServer(head, chunk)
    const result = await testEgress().send(post(server.url, { timeoutMs: 20_000 }))
    expect(result).toMatchObject({ kind: 'error', errorCode: 'response_too_large' })
    await vi.waitFor(() => expect(server.open()).toBe(0))
    expect(server.written()).toBeLessThan(SENT_AT_MOST)
  })

  it.each([
    ['an extension of a chunk', `${CHUNKED}1;`, 'x'.repeat(64 * KIB)],
    ['the zeros of a length', CHUNKED, '0'.repeat(64 * KIB)],
    ['the smallest chunks', CHUNKED, '1\r\nx\r\n'.repeat(10 * KIB)],
  ])('%s: are not read, and the response is kept', async (_name, head, chunk) => {
    const server = await pouringServer(head, chunk)
    const result = await testEgress().send(post(server.url, { timeoutMs: 20_000 }))
    expect(result).toMatchObject({ statusCode: 200, bodyTruncated: true })
    await vi.waitFor(() => expect(server.open()).toBe(0))
    expect(server.written()).toBeLessThan(SENT_AT_MOST)
  })

  it('are counted for each response, not for its connection', async () => {
    const body = 'x'.repeat(60 * KIB)
    const server = await rawServer((socket) => {
      const answer = () => socket.write(`${HEAD}content-length: ${body.length}\r\n\r\n${body}`)
      answer()
      socket.on('data', answer)
    })
    const egress = testEgress()
    for (let round = 0; round < 40; round += 1)
      expect(await egress.send(post(server.url))).toMatchObject({ statusCode: 200 })
    expect(server.connections()).toBe(1)
  })
})
