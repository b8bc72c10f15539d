import { once } from 'node:events'
import { createServer, type IncomingMessage, type RequestListener } from 'node:http'
import { type AddressInfo, createServer as createSocketServer } from 'node:net'
import { afterEach, describe, expect, it } from 'vitest'
import { forward, headersFor } from './forward.ts'

const OPTIONS = { headers: {}, insecure: false }
const stops: (() => void)[] = []
afterEach(() => stops.splice(0).forEach((stop) => stop()))

async function listen(server: ReturnType<typeof createServer> | ReturnType<typeof createSocketServer>) {
  server.listen(0, '127.0.0.1')
  stops.push(() => server.close())
  await once(server, 'listening')
  return new URL(`http://127.0.0.1:${(server.address() as AddressInfo).port}/hooks?a=b`)
}
const serve = (listener: RequestListener) => listen(createServer(listener))
const requestTo = (url: URL, body = '{}') => ({
  url,
  method: 'POST',
  headers: { 'content-type': 'application/json' },
  body: Buffer.from(body),
  timeoutMs: 20_000,
})

describe('a forwarded request', () => {
  it('has the exact bytes, and the query of the target', async () => {
    const body = '{ "n" : 12345678901234567890,\r\n\t"a":1.0 }\n'
    let seen: IncomingMessage | undefined
    const chunks: Buffer[] = []
    const url = await serve((request, response) => {
      seen = request
      request.on('data', (chunk: Buffer) => chunks.push(chunk))
      request.on('end', () => response.writeHead(201, { 'x-reply': 'yes' }).end('made'))
    })
    const result = await forward(requestTo(url, body), OPTIONS)
    expect(Buffer.concat(chunks).toString()).toBe(body)
    expect(seen?.url).toBe('/hooks?a=b')
    expect(result).toMatchObject({
      statusCode: 201,
      headers: { 'x-reply': 'yes' },
      body: Buffer.from('made'),
      isTruncated: false,
      durationMs: expect.any(Number),
    })
  })

  it('reports a redirect and does not follow it', async () => {
    const url = await serve((_, response) => response.writeHead(302, { location: '/elsewhere' }).end())
    expect(await forward(requestTo(url), OPTIONS)).toMatchObject({ statusCode: 302 })
  })

  it('reports the first 16 KiB of a reply', async () => {
    const url = await serve((_, response) => response.end('x'.repeat(100_000)))
    const result = await forward(requestTo(url), OPTIONS)
    expect('body' in result && [result.body.length, result.isTruncated]).toEqual([16 * 1024, true])
  })

  it('reports a server that does not run', async () => {
    const server = createServer()
    const url = await listen(server)
    server.close()
    await once(server, 'close')
    expect(await forward(requestTo(url), OPTIONS)).toMatchObject({ errorCode: 'connection_refused' })
  })

  it('reports a server that does not reply in time, before and within its reply', async () => {
    const silent = await serve(() => {})
    const slow = await serve((_, response) => response.writeHead(200).write('a'))
    for (const url of [silent, slow]) {
      const result = await forward({ ...requestTo(url), timeoutMs: 100 }, OPTIONS)
      expect(result).toMatchObject({ errorCode: 'timeout' })
    }
  })

  it('reports a server that closes the connection, or is none of HTTP', async () => {
    const closing = await listen(createSocketServer((socket) => socket.destroy()))
    const other = await listen(createSocketServer((socket) => socket.end('220 mail.example.com ESMTP\r\n')))
    expect(await forward(requestTo(closing), OPTIONS)).toMatchObject({ errorCode: 'connection_reset' })
    expect(await forward(requestTo(other), OPTIONS)).toMatchObject({ errorCode: 'invalid_response' })
  })
})

it('reports a header that HTTP does not allow', async () => {
  const url = await serve((_, response) => response.end())
  const result = await forward({ ...requestTo(url), headers: { 'a\n': 'b' } }, OPTIONS)
  expect(result).toMatchObject({ errorCode: 'connection_failed', errorDetail: expect.any(String) })
})

describe('the headers of a forwarded request', () => {
  it('leave out what belongs to a connection', () => {
    const received = {
      Host: 'hooks.example.com',
      'content-length': '1',
      connection: 'close',
      'webhook-id': 'evt_1',
    }
    expect(headersFor(received, {})).toEqual({ 'webhook-id': 'evt_1' })
  })

  it('have those of the command line in place of the received ones', () => {
    expect(headersFor({ 'x-shop': 'one', a: 'b' }, { 'X-Shop': 'two' })).toEqual({ a: 'b', 'X-Shop': 'two' })
  })
})
