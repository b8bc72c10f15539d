import { createServer } from 'node:http'
import { createServer as createSecureServer } from 'node:https'
import { beforeAll, describe, expect, it, vi } from 'vitest'
import { createAuthority } from '../testing/certificates.ts'
import { connectProxy } from '../testing/connect-proxy.ts'
import { listening } from '../testing/loopback-server.ts'
import { post, testEgress } from '../testing/test-egress.ts'

const NAME = 'receiver.example'
const BLOCKED = { kind: 'error', errorCode: 'blocked_destination' }

/** As on a worker without DNS for public names. */
const resolve = () => Promise.reject(Object.assign(new Error('no such name'), { code: 'ENOTFOUND' }))

let authority: Awaited<ReturnType<typeof createAuthority>>
beforeAll(async () => {
  authority = await createAuthority()
})

const receiver = () => listening(createServer((_request, response) => response.end('ok')))
const secureReceiver = async () =>
  listening(createSecureServer(await authority.issue([NAME]), (_request, response) => response.end('ok')))

describe('through a proxy', () => {
  it('http uses a tunnel, to a name that only the proxy can look up', async () => {
    const seen: unknown[] = []
    const server = await listening(
      createServer(({ method, url, headers }, response) => {
        seen.push({ method, url, headers })
        response.end('ok')
      }),
    )
    const proxy = await connectProxy()
    const result = await testEgress({ resolve, proxyUrl: proxy.url }).send(
      post(`http://${NAME}:${server.port}/hook?a=1`),
    )
    expect(result).toMatchObject({ statusCode: 200, body: Buffer.from('ok') })
    const host = `${NAME}:${server.port}`
    expect(proxy.connects).toEqual([{ authority: host, headers: { host } }])
    expect(seen).toMatchObject([{ method: 'POST', url: '/hook?a=1', headers: { host } }])
  })

  it('an absolute name is sent without its final dot, which the rules of the proxy may not match', async () => {
    const server = await receiver()
    const proxy = await connectProxy()
    const egress = testEgress({ resolve, proxyUrl: proxy.url })
    expect(await egress.send(post(`http://${NAME}.:${server.port}/`))).toMatchObject({ statusCode: 200 })
    const host = `${NAME}:${server.port}`
    expect(proxy.connects).toEqual([{ authority: host, headers: { host } }])
  })

  it.each(['a..', '.a', 'a..b', '.'])('%s, which has an empty label, is not sent', async (name) => {
    const proxy = await connectProxy()
    const result = await testEgress({ resolve, proxyUrl: proxy.url }).send(post(`http://${name}/`))
    expect(result).toMatchObject({ kind: 'error' })
    expect(proxy.connects).toEqual([])
  })

  it('https is encrypted up to the destination, whose certificate is checked', async () => {
    const server = await secureReceiver()
    const proxy = await connectProxy()
    const options = { resolve, proxyUrl: proxy.url, tls: { ca: authority.cert } }
    const egress = testEgress(options)
    expect(await egress.send(post(`https://${NAME}:${server.port}/`))).toMatchObject({ statusCode: 200 })
    for (const wrong of [
      egress.send(post(`https://other.example:${server.port}/`)),
      testEgress({ ...options, tls: {} }).send(post(`https://${NAME}:${server.port}/`)),
    ])
      expect(await wrong).toMatchObject({ kind: 'error', errorCode: 'tls_failure' })
    await vi.waitFor(() => expect(proxy.open()).toBe(1))
  })

  it.each([
    ['http', 80],
    ['https', 443],
  ])('the port of %s is always sent', async (scheme, port) => {
    const proxy = await connectProxy({ reply: () => ({ statusCode: 504 }) })
    await testEgress({ resolve, proxyUrl: proxy.url }).send(post(`${scheme}://${NAME}/`))
    await testEgress({ proxyUrl: proxy.url }).send(post(`${scheme}://[2606:4700:4700::1111]/`))
    expect(proxy.connects.map(({ authority: to }) => to)).toEqual([
      `${NAME}:${port}`,
      `[2606:4700:4700::1111]:${port}`,
    ])
  })

  it('the proxy itself can use TLS and have a name', async () => {
    const server = await secureReceiver()
    const proxy = await connectProxy({ certificate: await authority.issue(['proxy.example']) })
    const egress = testEgress({
      proxyUrl: `https://proxy.example:${proxy.port}`,
      tls: { ca: authority.cert },
      resolve: async (name) => (name === 'proxy.example' ? [{ address: '127.0.0.1', family: 4 }] : []),
    })
    expect(await egress.send(post(`https://${NAME}:${server.port}/`))).toMatchObject({ statusCode: 200 })
    expect(proxy.connects).toHaveLength(1)
  })

  it('a tunnel is reused', async () => {
    const [server, proxy] = await Promise.all([secureReceiver(), connectProxy()])
    const egress = testEgress({ resolve, proxyUrl: proxy.url, tls: { ca: authority.cert } })
    for (let round = 0; round < 5; round += 1) {
      const result = await egress.send(post(`https://${NAME}:${server.port}/`))
      expect(result).toMatchObject({ statusCode: 200 })
    }
    expect(proxy.connections()).toBeLessThanOrEqual(2)
  })

  it('credentials are sent only to the proxy', async () => {
    const seen: unknown[] = []
    const server = await listening(
      createServer(({ headers }, response) => {
        seen.push(headers)
        response.end()
      }),
    )
    const proxy = await connectProxy()
    const proxyUrl = proxy.url.replace('://', '://worker:p%40ss%3A@')
    await testEgress({ resolve, proxyUrl }).send(post(`http://${NAME}:${server.port}/`))
    const authorization = `Basic ${Buffer.from('worker:p@ss:').toString('base64')}`
    expect(proxy.connects).toMatchObject([{ headers: { 'proxy-authorization': authorization } }])
    expect(seen).toHaveLength(1)
    expect(JSON.stringify(seen)).not.toMatch(/proxy-authorization/i)
  })
})

describe('although there is a proxy', () => {
  it.each([
    'http://10.0.0.1',
    'https://169.254.169.254',
    'http://[::1]',
    'http://2130706433',
    'http://localhost',
    'https://app.localhost.',
  ])('%s is refused here', async (url) => {
    const proxy = await connectProxy()
    const result = await testEgress({ allowCidrs: [], proxyUrl: proxy.url }).send(post(url))
    expect(result).toMatchObject(BLOCKED)
    expect(proxy.connections()).toBe(0)
  })

  it('a name with a forbidden address is refused here', async () => {
    const proxy = await connectProxy()
    const egress = testEgress({
      proxyUrl: proxy.url,
      resolve: async () => [{ address: '10.0.0.1', family: 4 }],
    })
    expect(await egress.send(post('http://inner.example/'))).toMatchObject(BLOCKED)
    expect(proxy.connections()).toBe(0)
  })

  it('a name that is not found in time is left to the proxy', async () => {
    const [server, proxy] = await Promise.all([receiver(), connectProxy()])
    const egress = testEgress({ proxyUrl: proxy.url, resolve: () => new Promise(() => {}) })
    const result = await egress.send(post(`http://${NAME}:${server.port}/`))
    expect(result).toMatchObject({ statusCode: 200 })
    expect(result.durationMs).toBeLessThan(1_500)
  })

  it('the address of the proxy is not checked, but not allowed for deliveries', async () => {
    const [server, proxy] = await Promise.all([receiver(), connectProxy()])
    const egress = testEgress({ allowCidrs: [], resolve, proxyUrl: proxy.url })
    expect(await egress.send(post(`http://${NAME}:${server.port}/`))).toMatchObject({ statusCode: 200 })
    expect(await egress.send(post(proxy.url))).toMatchObject(BLOCKED)
  })
})
