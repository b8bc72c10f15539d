import { createServer as createTcpServer } from 'node:net'
import { describe, expect, it, vi } from 'vitest'
import { listening, rawServer } from './testing/loopback-server.ts'
import { post, testEgress } from './testing/test-egress.ts'

const EMPTY_OK = 'HTTP/1.1 200 OK\r\ncontent-length: 0\r\n\r\n'
/** Accepts, reads, and never starts TLS. */
const speechlessServer = () => createTcpServer((socket) => socket.resume())

describe('shutdown', () => {
  it('by the caller rejects with its reason and closes the connection', async () => {
    const shutdown = new AbortController()
    const server = await rawServer(() => shutdown.abort(new Error('shutting down')))
    const sent = testEgress().send(post(server.url, { signal: shutdown.signal }))
    await expect(sent).rejects.toThrow('shutting down')
    await vi.waitFor(() => expect(server.open()).toBe(0))
  })

  it('by the caller before the start sends nothing', async () => {
    const server = await rawServer(() => {})
    const signal = AbortSignal.abort(new Error('shutting down'))
    await expect(testEgress().send(post(server.url, { signal }))).rejects.toThrow('shutting down')
    expect(server.connections()).toBe(0)
  })

  it('does not lose a response that had begun', async () => {
    const shutdown = new AbortController()
    const server = await rawServer((socket) => {
      socket.write('HTTP/1.1 200 OK\r\ncontent-length: 10\r\n\r\npart')
      setTimeout(() => shutdown.abort(), 100)
    })
    const result = await testEgress().send(post(server.url, { signal: shutdown.signal }))
    expect(result).toMatchObject({ statusCode: 200, body: Buffer.from('part'), bodyTruncated: true })
  })

  it('waits for requests in flight, then closes idle connections', async () => {
    const server = await rawServer((socket) => setTimeout(() => socket.write(EMPTY_OK), 50))
    const egress = testEgress()
    const sent = egress.send(post(server.url))
    await vi.waitFor(() => expect(server.connections()).toBe(1))
    await egress.close()
    expect(await sent).toMatchObject({ statusCode: 200 })
    await vi.waitFor(() => expect(server.open()).toBe(0))
    await expect(egress.send(post(server.url))).rejects.toThrow('egress is closed')
  })

  it('aborts requests, handshakes and lookups at its deadline', async () => {
    const silent = await rawServer(() => {})
    const handshake = await listening(speechlessServer())
    const egress = testEgress({ resolve: () => new Promise(() => {}) })
    const sent = Promise.allSettled([
      egress.send(post(silent.url)),
      egress.send(post(`https://127.0.0.1:${handshake.port}/`)),
      egress.send(post('http://slow.example/')),
    ])
    await vi.waitFor(() => expect([silent.open(), handshake.open()]).toEqual([1, 1]))
    await egress.close(50)
    const closed = { status: 'rejected', reason: { code: 'EGRESS_CLOSED' } }
    expect(await sent).toMatchObject([closed, closed, closed])
    await vi.waitFor(() => expect([silent.open(), handshake.open()]).toEqual([0, 0]))
  })
})
