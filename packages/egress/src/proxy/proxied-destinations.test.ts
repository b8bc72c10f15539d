import { createServer as createTcpServer } from 'node:net'
import { setImmediate } from 'node:timers/promises'
import { describe, expect, it, vi } from 'vitest'
import type { EgressOptions } from '../egress-options.ts'
import { type ConnectReply, connectProxy } from '../testing/connect-proxy.ts'
import { listening, rawServer } from '../testing/loopback-server.ts'
import { post, testEgress } from '../testing/test-egress.ts'

const URL_THROUGH = 'https://receiver.example/'

/** Only the proxy looks names up. */
const egressBy = (proxyUrl: string, options: Partial<EgressOptions> = {}) =>
  testEgress({ resolve: async () => [], proxyUrl, ...options })

const silentFor = (silent: string): ((authority: string) => ConnectReply) => {
  return (authority) => (authority.startsWith(silent) ? 'silence' : { statusCode: 502 })
}

describe('a failure of the destination is an outcome', () => {
  it.each([
    [502, 'connection_failed'],
    [503, 'connection_failed'],
    [504, 'timeout'],
  ])('when the proxy answers %i', async (statusCode, errorCode) => {
    const proxy = await connectProxy({ reply: () => ({ statusCode }) })
    const result = await egressBy(proxy.url).send(post(URL_THROUGH))
    expect(result).toMatchObject({ kind: 'error', errorCode })
  })

  it('when the proxy waits for it and is alive', async () => {
    const proxy = await connectProxy({ reply: () => 'silence' })
    const result = await egressBy(proxy.url, { connectTimeoutMs: 3_000 }).send(post(URL_THROUGH))
    expect(result).toMatchObject({ kind: 'error', errorCode: 'timeout' })
    expect(proxy.questions).toEqual(['OPTIONS * anonymous'])
    await vi.waitFor(() => expect(proxy.open()).toBe(0))
  })

  it('when the proxy waits for it but answers other requests, without a probe', async () => {
    const proxy = await connectProxy({ reply: silentFor('black-hole'), livesOn: false })
    const egress = egressBy(proxy.url)
    const waiting = egress.send(post('https://black-hole.example/', { timeoutMs: 700 }))
    await vi.waitFor(() => expect(proxy.connects).toHaveLength(1))
    await egress.send(post(URL_THROUGH))
    expect(await waiting).toMatchObject({ kind: 'error', errorCode: 'timeout' })
    expect(proxy.questions).toEqual([])
  })

  it('when the tunnel closes after it was opened', async () => {
    const cuts: ConnectReply[] = [
      (socket) => socket.end('HTTP/1.1 200 OK\r\n\r\n'),
      (socket) =>
        socket.write('HTTP/1.1 200 OK\r\n\r\n', () => socket.once('data', () => socket.resetAndDestroy())),
    ]
    for (const cut of cuts) {
      const proxy = await connectProxy({ reply: () => cut })
      for (const url of ['http://receiver.example/', 'https://receiver.example/']) {
        const result = await egressBy(proxy.url).send(post(url))
        expect(result).toMatchObject({ kind: 'error', errorCode: 'connection_reset' })
      }
      await vi.waitFor(() => expect(proxy.open()).toBe(0))
    }
  })

  it('when it does not respond through the tunnel', async () => {
    const server = await rawServer(() => {})
    const proxy = await connectProxy()
    const request = post(`http://receiver.example:${server.port}/`, { timeoutMs: 2_000 })
    expect(await egressBy(proxy.url).send(request)).toMatchObject({ kind: 'error', errorCode: 'timeout' })
    await vi.waitFor(() => expect([proxy.open(), server.open()]).toEqual([0, 0]))
  })
})

describe('a destination behind the proxy', () => {
  it('that does not respond on a reused tunnel is timeout, even if the proxy does not respond to another request', async () => {
    let silent = false
    const server = await listening(
      createTcpServer((socket) =>
        socket.on('data', () => silent || socket.write('HTTP/1.1 200 OK\r\ncontent-length: 0\r\n\r\n')),
      ),
    )
    const proxy = await connectProxy({ reply: () => (silent ? 'silence' : 'tunnel'), livesOn: false })
    const egress = egressBy(proxy.url)
    const request = post(`http://receiver.example:${server.port}/`, { timeoutMs: 2_000 })
    expect(await egress.send(request)).toMatchObject({ statusCode: 200 })
    await setImmediate() // undici releases a connection one turn later
    silent = true
    const onTunnel = egress.send(request)
    const waiting = egress.send(request)
    await expect(waiting).rejects.toMatchObject({ code: 'EGRESS_UNAVAILABLE' })
    expect(await onTunnel).toMatchObject({ kind: 'error', errorCode: 'timeout' })
    expect(proxy.connects).toHaveLength(2)
  })

  it('that accepts and never starts TLS is timeout, and its tunnel is closed', async () => {
    const server = await listening(createTcpServer((socket) => socket.resume()))
    const proxy = await connectProxy()
    const egress = egressBy(proxy.url, { connectTimeoutMs: 1_500 })
    const result = await egress.send(post(`https://receiver.example:${server.port}/`))
    expect(result).toMatchObject({ kind: 'error', errorCode: 'timeout' })
    await vi.waitFor(() => expect([proxy.open(), server.open()]).toEqual([0, 0]))
  })
})

describe('a proxy that refuses the destination', () => {
  it.each([
    ['403', { statusCode: 403 }],
    ['403 on a connection that it keeps open', (socket) => socket.write('HTTP/1.1 403 No\r\n\r\n')],
    ["Smokescreen's 407", { statusCode: 407, headers: { 'X-Smokescreen-Error': 'deny: private range' } }],
  ] satisfies [string, ConnectReply][])('by %s makes it blocked_destination', async (_name, reply) => {
    const proxy = await connectProxy({ reply: () => reply })
    const result = await egressBy(proxy.url).send(post(URL_THROUGH))
    expect(result).toMatchObject({ kind: 'error', errorCode: 'blocked_destination' })
    await vi.waitFor(() => expect(proxy.open()).toBe(0))
  })
})
