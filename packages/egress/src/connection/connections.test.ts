import { createServer } from 'node:http'
import type { Socket } from 'node:net'
import { createServer as createTcpServer } from 'node:net'
import { describe, expect, it, vi } from 'vitest'
import { listening } from '../testing/loopback-server.ts'
import { post, testEgress } from '../testing/test-egress.ts'

/** More than a typical limit for each origin. */
const REQUESTS = 300
const EMPTY_OK = 'HTTP/1.1 200 OK\r\ncontent-length: 0\r\n\r\n'

/** Calls `answer` for each request of each connection, with their numbers from 0. */
function countingServer(answer: (socket: Socket, connection: number, request: number) => void) {
  let connections = 0
  return listening(
    createTcpServer((socket) => {
      const connection = connections++
      let requests = 0
      socket.on('data', () => answer(socket, connection, requests++))
    }),
  )
}

/** Accepts, reads, and never starts TLS. */
const speechlessServer = () => createTcpServer((socket) => socket.resume())

const twoAddresses = async () =>
  [
    { address: '127.0.0.1', family: 4 },
    { address: '127.0.0.2', family: 4 },
  ] as const

describe('a connection', () => {
  it('is reused', async () => {
    const server = await listening(createServer((_request, response) => response.end()))
    const egress = testEgress()
    for (let round = 0; round < 10; round += 1) await egress.send(post(server.url))
    expect(server.connections()).toBeLessThanOrEqual(2)
  })

  it('is closed after the keep-alive time', async () => {
    const server = await listening(createServer((_request, response) => response.end()))
    await testEgress({ keepAliveMs: 100 }).send(post(server.url))
    await vi.waitFor(() => expect(server.open()).toBe(0), { timeout: 3_000 })
  })

  it('carries one request at a time: concurrent requests have their own connections', async () => {
    let running = 0
    const everyoneIsThere = Promise.withResolvers<void>()
    const server = await listening(
      createServer((_request, response) => {
        running += 1
        if (running === REQUESTS) everyoneIsThere.resolve()
        void everyoneIsThere.promise.then(() => response.end())
      }),
    )
    const egress = testEgress()
    const results = await Promise.all(
      Array.from({ length: REQUESTS }, () => egress.send(post(server.url, { timeoutMs: 20_000 }))),
    )
    for (const result of results) expect(result).toMatchObject({ statusCode: 200 })
    expect(server.connections()).toBe(REQUESTS)
  }, 30_000)

  it('is closed when too many are idle, the longest idle first', async () => {
    const servers = await Promise.all(
      Array.from({ length: 4 }, () => listening(createServer((_request, response) => response.end()))),
    )
    const egress = testEgress({ idleConnectionsMax: 2 })
    for (const { url } of servers) expect(await egress.send(post(url))).toMatchObject({ statusCode: 200 })
    await vi.waitFor(() => expect(servers.map((server) => server.open())).toEqual([0, 0, 1, 1]))
  })

  it('to a port without a listener is connection_refused', async () => {
    const server = await listening(createServer())
    const { port } = server
    const free = await new Promise<number>((resolve) => {
      const probe = createTcpServer().listen(0, '127.0.0.1', () => {
        const address = probe.address()
        probe.close(() => resolve(typeof address === 'object' && address !== null ? address.port : port))
      })
    })
    expect(await testEgress().send(post(`http://127.0.0.1:${free}/`))).toMatchObject({
      kind: 'error',
      errorCode: 'connection_refused',
    })
  })

  it('that is refused at every address of a name is connection_refused', async () => {
    expect(await testEgress({ resolve: twoAddresses }).send(post('http://two.example:1/'))).toMatchObject({
      kind: 'error',
      errorCode: 'connection_refused',
    })
  })

  it.each([
    ['refused', 'http://127.0.0.1:1/', 'connection_refused'],
    ['forbidden', 'http://10.0.0.1/', 'blocked_destination'],
    ['without a name', 'http://nowhere.example/', 'dns_failure'],
  ])('that cannot be opened, %s, fails each of many concurrent requests', async (_name, url, errorCode) => {
    const egress = testEgress({ resolve: async () => [] })
    for (let round = 0; round < 2; round += 1) {
      const results = await Promise.all(Array.from({ length: 20 }, () => egress.send(post(url))))
      expect(results.map((result) => result.kind === 'error' && result.errorCode)).toEqual(
        Array.from({ length: 20 }, () => errorCode),
      )
    }
  })

  it('whose handshake never completes is timeout', async () => {
    const server = await listening(speechlessServer())
    const egress = testEgress({ connectTimeoutMs: 100 })
    const result = await egress.send(post(`https://127.0.0.1:${server.port}/`))
    expect(result).toMatchObject({ kind: 'error', errorCode: 'timeout' })
    expect(result.durationMs).toBeLessThan(2_000)
    await vi.waitFor(() => expect(server.open()).toBe(0))
  })

  it('that hangs longer than the timeout of the attempt is timeout in time', async () => {
    const server = await listening(speechlessServer())
    const result = await testEgress().send(post(`https://127.0.0.1:${server.port}/`, { timeoutMs: 100 }))
    expect(result).toMatchObject({ kind: 'error', errorCode: 'timeout' })
    expect(result.durationMs).toBeLessThan(1_000)
  })
})

describe('a reused connection that the receiver closes at that moment', () => {
  it.each([
    ['end', (socket: Socket) => socket.end()],
    ['reset', (socket: Socket) => socket.resetAndDestroy()],
  ])('by %s: the request is sent once more, on a new connection', async (_name, close) => {
    const seen: string[] = []
    const server = await countingServer((socket, connection, request) => {
      seen.push(`${connection}.${request}`)
      if (connection === 0 && request === 1) close(socket)
      else socket.write(EMPTY_OK)
    })
    const egress = testEgress()
    expect(await egress.send(post(server.url))).toMatchObject({ statusCode: 200 })
    expect(await egress.send(post(server.url))).toMatchObject({ statusCode: 200 })
    expect(seen).toEqual(['0.0', '0.1', '1.0'])
  })

  it('leads to one repetition only: a second close is connection_reset', async () => {
    const seen: string[] = []
    const server = await countingServer((socket, connection, request) => {
      seen.push(`${connection}.${request}`)
      if (connection === 0 && request === 0) socket.write(EMPTY_OK)
      else socket.end()
    })
    const egress = testEgress()
    await egress.send(post(server.url))
    expect(await egress.send(post(server.url))).toMatchObject({ errorCode: 'connection_reset' })
    expect(seen).toEqual(['0.0', '0.1', '1.0'])
  })

  it('leads to no repetition after a response had begun', async () => {
    const server = await countingServer((socket, _connection, request) => {
      if (request === 0) socket.write(EMPTY_OK)
      else socket.end('HTTP/1.1 2')
    })
    const egress = testEgress()
    await egress.send(post(server.url))
    expect(await egress.send(post(server.url))).toMatchObject({ errorCode: 'connection_reset' })
    expect(server.connections()).toBe(1)
  })

  it('leads to no repetition after the deadline', async () => {
    const server = await countingServer((socket, _connection, request) => {
      if (request === 0) socket.write(EMPTY_OK)
    })
    const egress = testEgress()
    await egress.send(post(server.url))
    expect(await egress.send(post(server.url, { timeoutMs: 50 }))).toMatchObject({ errorCode: 'timeout' })
    expect(server.connections()).toBe(1)
  })

  it('leads to a repetition within the same deadline', async () => {
    const server = await countingServer((socket, connection, request) => {
      if (connection === 0 && request === 1) socket.end()
      else if (connection === 0) socket.write(EMPTY_OK)
    })
    const egress = testEgress()
    await egress.send(post(server.url))
    expect(await egress.send(post(server.url, { timeoutMs: 200 }))).toMatchObject({ errorCode: 'timeout' })
    await vi.waitFor(() => expect(server.open()).toBe(0))
  })
})
