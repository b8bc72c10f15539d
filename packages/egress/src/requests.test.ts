import type { IncomingMessage } from 'node:http'
import { createServer } from 'node:http'
import { describe, expect, it } from 'vitest'
import { listening, rawServer } from './testing/loopback-server.ts'
import { post, testEgress } from './testing/test-egress.ts'

const HEAD = 'HTTP/1.1 200 OK\r\n'
const MIB = 1024 * 1024

describe('a good receiver', () => {
  it('gets one POST, exactly as given, and its reply is returned', async () => {
    const requests: { request: IncomingMessage; body: string }[] = []
    const server = await listening(
      createServer((request, response) => {
        const chunks: Buffer[] = []
        request.on('data', (chunk: Buffer) => chunks.push(chunk))
        request.on('end', () => {
          requests.push({ request, body: Buffer.concat(chunks).toString() })
          response.writeHead(202, { 'x-one': '1', 'set-cookie': ['a=1', 'b=2'] }).end('thanks')
        })
      }),
    )
    const result = await testEgress().send(
      post(`${server.url}?a=1#no`, {
        headers: { 'webhook-id': 'evt_1', 'Content-Type': 'application/json' },
      }),
    )
    expect(result).toMatchObject({ kind: 'response', statusCode: 202, bodyTruncated: false })
    expect(result).toMatchObject({
      headers: { 'x-one': '1', 'set-cookie': ['a=1', 'b=2'] },
      body: Buffer.from('thanks'),
    })
    expect(result.durationMs).toBeGreaterThanOrEqual(0)
    expect(requests).toHaveLength(1)
    expect(requests[0]?.body).toBe('{"id":"evt_1"}')
    expect(requests[0]?.request).toMatchObject({ method: 'POST', url: '/hook?a=1', httpVersion: '1.1' })
    expect(requests[0]?.request.headers).toEqual({
      host: `127.0.0.1:${server.port}`,
      connection: 'keep-alive',
      'webhook-id': 'evt_1',
      'content-type': 'application/json',
      'accept-encoding': 'identity',
      'content-length': '14',
    })
  })

  it('may reply before it has read the request', async () => {
    const server = await rawServer((socket) => {
      socket.pause()
      socket.write(`${HEAD}content-length: 2\r\n\r\nok`)
    })
    const result = await testEgress().send(post(server.url, { body: Buffer.alloc(8 * MIB) }))
    expect(result).toMatchObject({
      kind: 'response',
      statusCode: 200,
      body: Buffer.from('ok'),
      bodyTruncated: false,
    })
  })

  it('may send interim responses first', async () => {
    const server = await rawServer((socket) =>
      socket.write(`HTTP/1.1 103 Early Hints\r\nlink: x\r\n\r\n${HEAD}content-length: 2\r\n\r\nok`),
    )
    expect(await testEgress().send(post(server.url))).toMatchObject({
      statusCode: 200,
      body: Buffer.from('ok'),
    })
  })

  it('may end its body by closing the connection', async () => {
    const server = await rawServer((socket) => socket.end(`${HEAD}connection: close\r\n\r\nall of it`))
    expect(await testEgress().send(post(server.url))).toMatchObject({
      body: Buffer.from('all of it'),
      bodyTruncated: false,
    })
  })
})

describe('a GET request', () => {
  it('has no body, and stores as much of the response as its caller wants', async () => {
    let seen: IncomingMessage | undefined
    const server = await listening(
      createServer((request, response) => {
        seen = request
        response.end('x'.repeat(40_000))
      }),
    )
    const fetched = (responseBytesMax: number) =>
      testEgress().send({
        method: 'GET',
        tenantId: 'acme',
        url: server.url,
        headers: {},
        timeoutMs: 5_000,
        responseBytesMax,
      })
    expect(await fetched(65_536)).toMatchObject({ body: Buffer.alloc(40_000, 'x'), bodyTruncated: false })
    expect(seen).toMatchObject({ method: 'GET', url: '/hook' })
    expect(seen?.headers).toEqual({
      host: `127.0.0.1:${server.port}`,
      connection: 'keep-alive',
      'accept-encoding': 'identity',
    })
    expect(await fetched(20_000)).toMatchObject({ body: Buffer.alloc(20_000, 'x'), bodyTruncated: true })
  })
})

describe('a redirect', () => {
  it.each([301, 302, 303, 307, 308])('%i is the response and is not followed', async (statusCode) => {
    const inside = await listening(createServer((_request, response) => response.end()))
    const server = await listening(
      createServer((_request, response) => response.writeHead(statusCode, { location: inside.url }).end()),
    )
    expect(await testEgress().send(post(server.url))).toMatchObject({ kind: 'response', statusCode })
    expect(inside.connections()).toBe(0)
  })
})

describe('headers of the caller', () => {
  it('that are a function are computed when the request is written, and its errors are thrown', async () => {
    const seen: unknown[] = []
    const server = await listening(
      createServer((request, response) => {
        seen.push(request.headers['x-number'])
        response.end()
      }),
    )
    const egress = testEgress()
    let calls = 0
    const headers = () => ({ 'x-number': String((calls += 1)) })
    for (let sent = 0; sent < 2; sent += 1) await egress.send(post(server.url, { headers }))
    const broken = () => {
      throw new Error('no signature')
    }
    await expect(egress.send(post(server.url, { headers: broken }))).rejects.toThrow('no signature')
    await egress.send(post(server.url, { headers }))
    expect(seen).toEqual(['1', '2', '3'])
    // The connection was released.
    expect(server.connections()).toBe(1)
    await egress.send(post('http://127.0.0.1:9/', { headers }))
    expect(calls).toBe(3)
  })

  it('cannot change the headers of the connection', async () => {
    let seen: IncomingMessage | undefined
    const server = await listening(
      createServer((request, response) => {
        seen = request
        response.end()
      }),
    )
    const headers = {
      Host: 'inner.example',
      Connection: 'upgrade',
      Upgrade: 'h2c',
      'Content-Length': '3',
      'Transfer-Encoding': 'chunked',
      'Accept-Encoding': 'gzip',
      Expect: '100-continue',
    }
    expect(await testEgress().send(post(server.url, { headers }))).toMatchObject({ statusCode: 200 })
    expect(seen?.headers).toEqual({
      host: `127.0.0.1:${server.port}`,
      connection: 'keep-alive',
      'accept-encoding': 'identity',
      'content-length': '14',
    })
  })

  it.each([{ 'bad name': 'x' }, { x: 'a\r\nb: c' }, { x: '\u{1F600}' }, { '': 'x' }])(
    'that are invalid are a failure, not an exception: %j',
    async (headers) => {
      const server = await listening(createServer((_request, response) => response.end()))
      const result = await testEgress().send(post(server.url, { headers }))
      expect(result).toMatchObject({ kind: 'error', errorCode: 'connection_failed' })
    },
  )

  it('that are invalid do not cost the pool a connection', async () => {
    const server = await listening(createServer((_request, response) => response.end()))
    const egress = testEgress()
    await egress.send(post(server.url, { headers: { 'bad name': 'x' } }))
    expect(await egress.send(post(server.url, { timeoutMs: 1_000 }))).toMatchObject({ statusCode: 200 })
  })

  it.each(['nonsense', 'ftp://127.0.0.1/', 'file:///etc/passwd', ''])(
    'an invalid URL is a failure too: %j',
    async (url) => {
      expect(await testEgress().send(post(url))).toMatchObject({
        kind: 'error',
        errorCode: 'blocked_destination',
      })
    },
  )
})
