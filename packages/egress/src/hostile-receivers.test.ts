import { createServer } from 'node:http'
import type { Socket } from 'node:net'
import { gzipSync } from 'node:zlib'
import { describe, expect, it, vi } from 'vitest'
import { flood, listening, rawServer } from './testing/loopback-server.ts'
import { post, testEgress } from './testing/test-egress.ts'

const HEAD = 'HTTP/1.1 200 OK\r\n'
const KIB = 1024
const MIB = 1024 * KIB

describe('a long body', () => {
  it('is stored up to 16 KiB, and a small remainder is read to reuse the connection', async () => {
    const server = await listening(createServer((_request, response) => response.end('x'.repeat(60 * KIB))))
    const egress = testEgress()
    for (let round = 0; round < 6; round += 1) {
      const result = await egress.send(post(server.url))
      expect(result).toMatchObject({
        statusCode: 200,
        bodyTruncated: true,
        body: Buffer.alloc(16 * KIB, 'x'),
      })
    }
    // Two: undici releases a connection one turn of the event loop after the response.
    expect(server.connections()).toBeLessThanOrEqual(2)
  })

  it('of exactly 16 KiB is complete', async () => {
    const server = await listening(createServer((_request, response) => response.end('x'.repeat(16 * KIB))))
    const result = await testEgress().send(post(server.url))
    expect(result).toMatchObject({ bodyTruncated: false, body: Buffer.alloc(16 * KIB, 'x') })
  })

  it.each([
    [
      'chunked and endless',
      'transfer-encoding: chunked\r\n\r\n',
      `${(64 * KIB).toString(16)}\r\n${'x'.repeat(64 * KIB)}\r\n`,
    ],
    ['of a terabyte', 'content-length: 1099511627776\r\n\r\n', 'x'.repeat(64 * KIB)],
    ['without a length', 'connection: close\r\n\r\n', 'x'.repeat(64 * KIB)],
  ])('%s is cut at 16 KiB and its connection destroyed', async (_name, head, chunk) => {
    let poured: ReturnType<typeof flood> | undefined
    const server = await rawServer((socket) => {
      socket.write(HEAD + head)
      poured = flood(socket, chunk)
    })
    const result = await testEgress().send(post(server.url))
    expect(result).toMatchObject({ statusCode: 200, bodyTruncated: true, body: Buffer.alloc(16 * KIB, 'x') })
    await vi.waitFor(() => expect(server.open()).toBe(0))
    expect(poured?.written()).toBeLessThan(32 * MIB) // the sockets' own buffers, both ends
  })

  it('that is a gzip bomb is not decompressed', async () => {
    const bomb = gzipSync(Buffer.alloc(8 * MIB))
    const server = await listening(
      createServer((_request, response) => response.writeHead(200, { 'content-encoding': 'gzip' }).end(bomb)),
    )
    const result = await testEgress().send(post(server.url))
    if (result.kind !== 'response') throw new Error(result.detail)
    expect(result.body).toHaveLength(Math.min(bomb.length, 16 * KIB))
    expect(result.body.equals(bomb.subarray(0, 16 * KIB))).toBe(true)
  })
})

describe('an incomplete response', () => {
  it('that ends in the middle of the body is still the response', async () => {
    const server = await rawServer((socket) => {
      socket.write(`${HEAD}content-length: 100\r\n\r\npart`, () =>
        setTimeout(() => socket.resetAndDestroy(), 20),
      )
    })
    const result = await testEgress().send(post(server.url))
    expect(result).toMatchObject({
      kind: 'response',
      statusCode: 200,
      body: Buffer.from('part'),
      bodyTruncated: true,
    })
  })

  it('with a wrong length, or a bad chunk, is still the response', async () => {
    const server = await rawServer((socket) =>
      socket.end(`${HEAD}transfer-encoding: chunked\r\n\r\n4\r\npart\r\nnonsense`),
    )
    const result = await testEgress().send(post(server.url))
    expect(result).toMatchObject({
      kind: 'response',
      statusCode: 200,
      body: Buffer.from('part'),
      bodyTruncated: true,
    })
  })

  it.each([
    ['by a reset', (socket: Socket) => socket.resetAndDestroy()],
    ['by an orderly end', (socket: Socket) => socket.end()],
    ['in the middle of the headers', (socket: Socket) => socket.end(`${HEAD}content-le`)],
  ])(
    'that ends before its headers are complete, %s, is connection_reset and not sent again',
    async (_name, breakOff) => {
      const server = await rawServer(breakOff)
      expect(await testEgress().send(post(server.url))).toMatchObject({
        kind: 'error',
        errorCode: 'connection_reset',
      })
      expect(server.connections()).toBe(1)
    },
  )
})

describe('a response that is not HTTP', () => {
  it.each([
    ['a banner', 'SSH-2.0-OpenSSH_9.6\r\n'],
    ['an unknown version', 'HTTP/9.9 200 OK\r\n\r\n'],
    ['a status that is not a number', 'HTTP/1.1 OK\r\n\r\n'],
    ['two lengths', `${HEAD}content-length: 1\r\ncontent-length: 2\r\n\r\nab`],
    ['a status below 100', 'HTTP/1.1 099 Almost\r\n\r\n'],
    ['an unexpected switch of protocols', 'HTTP/1.1 101 Switching Protocols\r\n\r\n'],
    ['binary', '\u0000\u0001\u0002\u0003\r\n\r\n'],
  ])('%s is invalid_response', async (_name, bytes) => {
    const server = await rawServer((socket) => socket.end(bytes))
    expect(await testEgress().send(post(server.url))).toMatchObject({
      kind: 'error',
      errorCode: 'invalid_response',
    })
  })
})

describe('headers', () => {
  it('may be as long as the limit', async () => {
    const server = await rawServer((socket) =>
      socket.write(`${HEAD}x: ${'y'.repeat(15 * KIB)}\r\ncontent-length: 0\r\n\r\n`),
    )
    expect(await testEgress().send(post(server.url))).toMatchObject({ statusCode: 200 })
  })
})
