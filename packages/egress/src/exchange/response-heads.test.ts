import type { Socket } from 'node:net'
import { createServer as createTcpServer } from 'node:net'
import { setTimeout } from 'node:timers/promises'
import { describe, expect, it, vi } from 'vitest'
import { listening, rawServer } from '../testing/loopback-server.ts'
import { post, testEgress } from '../testing/test-egress.ts'

const CONTINUE = 'HTTP/1.1 100 Continue\r\n\r\n'
const HINTS = 'HTTP/1.1 103 Early Hints\r\nlink: </style.css>; rel=preload\r\nx: y\r\n\r\n'
const PROCESSING = 'HTTP/1.1 102\r\n\r\n'
const OK = 'HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\nok'
const FINAL = { statusCode: 200, body: Buffer.from('ok'), bodyTruncated: false }

/** Replies to every request with the same chunks, with short pauses. */
function answering(...chunks: string[]) {
  return listening(
    createTcpServer((socket) => {
      socket.on('data', () => void say(socket, chunks))
    }),
  )
}

async function say(socket: Socket, chunks: readonly string[]): Promise<void> {
  for (const chunk of chunks) {
    socket.write(chunk, 'latin1')
    await setTimeout(5)
  }
}

describe('interim responses before the final one are skipped', () => {
  it.each([
    ['an unexpected 100', [CONTINUE, OK]],
    ['in the same packet', [CONTINUE + OK]],
    ['a 103 with fields', [HINTS, OK]],
    ['one of another kind', [PROCESSING, OK]],
    ['one with an unknown status', ['HTTP/1.1 199 Whatever\r\n\r\n', OK]],
    ['several', [CONTINUE + PROCESSING + HINTS, CONTINUE + OK]],
    ['a hundred', [CONTINUE.repeat(100), OK]],
    ['in chunks', [...CONTINUE.match(/[^]{1,3}/g)!, ...OK.match(/[^]{1,9}/g)!]],
    ['with fields that say it has content', ['HTTP/1.1 100 Continue\r\ncontent-length: 9\r\n\r\n', OK]],
    ['with an empty line after it', [CONTINUE, `\r\n${OK}`]],
    ['of HTTP/1.0', ['HTTP/1.0 100 Continue\r\n\r\n', OK]],
  ])('%s', async (_name, chunks) => {
    const server = await answering(...chunks)
    const egress = testEgress()
    for (let round = 0; round < 3; round += 1)
      expect(await egress.send(post(server.url))).toMatchObject(FINAL)
    expect(server.connections()).toBe(1)
  })

  it('but not a body that looks like one', async () => {
    const server = await answering(`HTTP/1.1 200 OK\r\ncontent-length: ${CONTINUE.length}\r\n\r\n${CONTINUE}`)
    const result = await testEgress().send(post(server.url))
    expect(result).toMatchObject({ statusCode: 200, body: Buffer.from(CONTINUE) })
  })
})

describe('other responses are not skipped', () => {
  it.each([
    ['a switch of protocols', ['HTTP/1.1 101 Switching Protocols\r\n\r\n', OK], 'invalid_response'],
    ['a line with another line end', ['HTTP/1.1 100 Continue\n\n', OK], 'invalid_response'],
    ['a field without a name', ['HTTP/1.1 100 Continue\r\n: x\r\n\r\n', OK], 'invalid_response'],
    [
      'a field with a bare line feed',
      ['HTTP/1.1 100 Continue\r\na: b\nc: d\r\n\r\n', OK],
      'invalid_response',
    ],
  ])('%s', async (_name, chunks, errorCode) => {
    const server = await answering(...chunks)
    expect(await testEgress().send(post(server.url))).toMatchObject({ kind: 'error', errorCode })
  })

  it('an interim response while no request is in flight: the connection is closed', async () => {
    const server = await answering(OK, CONTINUE)
    const egress = testEgress()
    expect(await egress.send(post(server.url))).toMatchObject(FINAL)
    await vi.waitFor(() => expect(server.open()).toBe(0))
    expect(await egress.send(post(server.url))).toMatchObject(FINAL)
  })
})

describe('endless interim responses', () => {
  it.each([
    ['a hundred and one', [CONTINUE.repeat(101), OK]],
    ['a long one', [`HTTP/1.1 103 Early Hints\r\nlink: ${'x'.repeat(65 * 1024)}\r\n\r\n`, OK]],
    ['one whose fields never end', ['HTTP/1.1 103 Early Hints\r\n', 'a: b\r\n'.repeat(20_000)]],
  ])('%s: response_too_large', async (_name, chunks) => {
    const server = await answering(...chunks)
    expect(await testEgress().send(post(server.url))).toMatchObject({ errorCode: 'response_too_large' })
    await vi.waitFor(() => expect(server.open()).toBe(0))
  })

  it('and nothing else until the deadline: timeout', async () => {
    const server = await answering(...Array.from({ length: 50 }, () => PROCESSING))
    expect(await testEgress().send(post(server.url, { timeoutMs: 150 }))).toMatchObject({
      errorCode: 'timeout',
    })
  })

  it('and then the end: connection_reset, and not sent again', async () => {
    let requests = 0
    const server = await rawServer((socket) => {
      socket.write(OK)
      socket.on('data', () => {
        requests += 1
        socket.end(CONTINUE)
      })
    })
    const egress = testEgress()
    expect(await egress.send(post(server.url))).toMatchObject(FINAL)
    expect(await egress.send(post(server.url))).toMatchObject({ errorCode: 'connection_reset' })
    expect([requests, server.connections()]).toEqual([1, 1])
  })
})
