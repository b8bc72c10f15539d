import type { Socket } from 'node:net'
import { describe, expect, it, vi } from 'vitest'
import { drip, rawServer } from './testing/loopback-server.ts'
import { post, testEgress } from './testing/test-egress.ts'

const HEAD = 'HTTP/1.1 200 OK\r\n'

describe('the deadline', () => {
  const timeoutMs = 400
  it.each([
    ['silence', () => {}],
    [
      'a header byte now and then',
      (socket: Socket) => {
        socket.write(`${HEAD}x-slow: `)
        drip(socket, 'y', 100)
      },
    ],
    [
      'a header now and then',
      (socket: Socket) => {
        socket.write(HEAD)
        drip(socket, 'x: y\r\n', 50)
      },
    ],
    [
      'interim responses now and then',
      (socket: Socket) => drip(socket, 'HTTP/1.1 103 Early Hints\r\n\r\n', 50),
    ],
  ])('ends %s as timeout', async (_name, answer) => {
    const server = await rawServer((socket) => answer(socket))
    const result = await testEgress().send(post(server.url, { timeoutMs }))
    expect(result).toMatchObject({ kind: 'error', errorCode: 'timeout' })
    expect(result.durationMs).toBeGreaterThanOrEqual(timeoutMs - 10)
    expect(result.durationMs).toBeLessThan(timeoutMs + 1_000)
    await vi.waitFor(() => expect(server.open()).toBe(0))
  })

  it('ends a slow body with the response that had begun', async () => {
    const server = await rawServer((socket) => {
      socket.write(`HTTP/1.1 503 Later\r\ncontent-length: 1000\r\n\r\n`)
      drip(socket, 'x', 100)
    })
    const result = await testEgress().send(post(server.url, { timeoutMs }))
    expect(result).toMatchObject({ kind: 'response', statusCode: 503, bodyTruncated: true })
    expect(result.durationMs).toBeLessThan(timeoutMs + 1_000)
    await vi.waitFor(() => expect(server.open()).toBe(0))
  })
})
