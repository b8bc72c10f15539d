import { createServer as createTcpServer } from 'node:net'
import { describe, expect, it, vi } from 'vitest'
import type { EgressOptions } from '../egress-options.ts'
import { type ConnectReply, connectProxy } from '../testing/connect-proxy.ts'
import { listening, rawServer } from '../testing/loopback-server.ts'
import { post, testEgress } from '../testing/test-egress.ts'

const URL_THROUGH = 'https://receiver.example/'
const UNAVAILABLE = { name: 'EgressUnavailableError', code: 'EGRESS_UNAVAILABLE' }

/** Only the proxy looks names up. */
const egressBy = (proxyUrl: string, options: Partial<EgressOptions> = {}) =>
  testEgress({ resolve: async () => [], proxyUrl, ...options })

describe('a failure of the proxy is a dependency error', () => {
  it('when nothing listens there', async () => {
    const sent = egressBy('http://127.0.0.1:1').send(post(URL_THROUGH))
    await expect(sent).rejects.toMatchObject({ ...UNAVAILABLE, cause: { code: 'ECONNREFUSED' } })
  })

  it('when its name is not found', async () => {
    const sent = egressBy('http://proxy.example:3128').send(post(URL_THROUGH))
    await expect(sent).rejects.toMatchObject({ ...UNAVAILABLE, cause: { code: 'EGRESS_NAME_RESOLUTION' } })
  })

  it.each([401, 407, 429, 500, 404, 405, 302, 101])('when it answers %i', async (statusCode) => {
    const proxy = await connectProxy({ reply: () => ({ statusCode }) })
    await expect(egressBy(proxy.url).send(post(URL_THROUGH))).rejects.toMatchObject({
      ...UNAVAILABLE,
      message: `the egress proxy answered ${statusCode}`,
    })
    await vi.waitFor(() => expect(proxy.open()).toBe(0))
  })

  it('for each of many concurrent requests, and the pool still works', async () => {
    let reply: ConnectReply = { statusCode: 407 }
    const proxy = await connectProxy({ reply: () => reply })
    const server = await rawServer((socket) => socket.end('HTTP/1.1 200 OK\r\ncontent-length: 0\r\n\r\n'))
    const egress = egressBy(proxy.url)
    const url = `http://receiver.example:${server.port}/`
    const many = await Promise.allSettled(Array.from({ length: 20 }, () => egress.send(post(url))))
    expect(many).toMatchObject(many.map(() => ({ status: 'rejected', reason: UNAVAILABLE })))
    reply = 'tunnel'
    expect(await egress.send(post(url))).toMatchObject({ statusCode: 200 })
  })

  it.each([
    ['closes the connection', (socket) => socket.end()],
    ['resets', (socket) => socket.resetAndDestroy()],
    ['closes the connection in the middle of its response', (socket) => socket.end('HTTP/1.1 200 Conn')],
    ['does not speak HTTP', (socket) => socket.end('SSH-2.0-OpenSSH_9.6\r\n')],
    ['sends an endless response', (socket) => socket.write(`HTTP/1.1 200 OK\r\nx: ${'y'.repeat(100_000)}`)],
  ] satisfies [string, ConnectReply][])('when it %s instead of answering', async (_name, reply) => {
    const proxy = await connectProxy({ reply: () => reply })
    await expect(egressBy(proxy.url).send(post(URL_THROUGH))).rejects.toMatchObject(UNAVAILABLE)
    await vi.waitFor(() => expect(proxy.open()).toBe(0))
  })

  it('when it accepts and never responds', async () => {
    const proxy = await connectProxy({ reply: () => 'silence', livesOn: false })
    const egress = egressBy(proxy.url, { connectTimeoutMs: 700 })
    await expect(egress.send(post(URL_THROUGH))).rejects.toMatchObject(UNAVAILABLE)
    expect(proxy.questions).toEqual(['OPTIONS * anonymous'])
    await vi.waitFor(() => expect(proxy.open()).toBe(0), { timeout: 2_000 })
  })

  it('also when the attempt has less time than the probe', async () => {
    const proxy = await connectProxy({ reply: () => 'silence', livesOn: false })
    const sent = egressBy(proxy.url).send(post(URL_THROUGH, { timeoutMs: 100 }))
    await expect(sent).rejects.toMatchObject({ ...UNAVAILABLE, cause: { code: 'EGRESS_DEADLINE' } })
  })

  it('when its own TLS handshake never completes', async () => {
    const proxy = await listening(createTcpServer((socket) => socket.resume()))
    const egress = egressBy(`https://127.0.0.1:${proxy.port}`, { connectTimeoutMs: 100 })
    await expect(egress.send(post(URL_THROUGH))).rejects.toMatchObject(UNAVAILABLE)
    await vi.waitFor(() => expect(proxy.open()).toBe(0))
  })

  it('and is reported without the credentials', async () => {
    const proxy = await connectProxy({ reply: () => ({ statusCode: 407 }) })
    const egress = egressBy(proxy.url.replace('://', '://worker:hunter2@'))
    const error: unknown = await egress.send(post(URL_THROUGH)).catch((reason: unknown) => reason)
    expect(JSON.stringify(error, Object.getOwnPropertyNames(error))).not.toMatch(/hunter2|aHVudGVyM|worker/)
  })
})

it('closing ends requests that wait for the proxy', async () => {
  const proxy = await connectProxy({ reply: () => 'silence', livesOn: false })
  const egress = egressBy(proxy.url)
  const sent = Promise.allSettled([
    egress.send(post(URL_THROUGH)),
    egress.send(post('http://receiver.example/')),
  ])
  await vi.waitFor(() => expect(proxy.connects).toHaveLength(2))
  await egress.close(0)
  for (const result of await sent)
    expect(result).toMatchObject({ status: 'rejected', reason: { code: 'EGRESS_CLOSED' } })
  await vi.waitFor(() => expect(proxy.open()).toBe(0))
})
