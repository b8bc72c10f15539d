import { createServer } from 'node:http'
import { createServer as createSecureServer } from 'node:https'
import { createServer as createTcpServer } from 'node:net'
import { setTimeout } from 'node:timers/promises'
import { beforeAll, describe, expect, it } from 'vitest'
import { createAuthority, selfSigned } from './testing/certificates.ts'
import { connectProxy } from './testing/connect-proxy.ts'
import { drip, listening, rawServer } from './testing/loopback-server.ts'
import { post, testEgress } from './testing/test-egress.ts'

const NAME = 'receiver.example'
const PAUSE_MS = 60
const resolve = async () => [{ address: '127.0.0.1', family: 4 }] as const
const slowly = async () => {
  await setTimeout(PAUSE_MS)
  return resolve()
}
const NUMBER = expect.any(Number)

let authority: Awaited<ReturnType<typeof createAuthority>>
beforeAll(async () => {
  authority = await createAuthority()
})

const secureServer = async () =>
  listening(createSecureServer(await authority.issue([NAME]), (_request, response) => response.end('ok')))

describe('the phases of an attempt', () => {
  it('are all measured on a new connection with TLS, and only the reply on a reused one', async () => {
    const server = await secureServer()
    const egress = testEgress({ resolve: slowly, tls: { ca: authority.cert } })
    const send = () => egress.send(post(`https://${NAME}:${server.port}/`))
    const first = await send()
    expect(first.phases).toEqual({ dnsMs: NUMBER, connectMs: NUMBER, tlsMs: NUMBER, firstByteMs: NUMBER })
    expect(first.phases.dnsMs).toBeGreaterThanOrEqual(PAUSE_MS - 2)
    const sumMs = Object.values(first.phases).reduce<number>((sum, ms) => sum + (ms ?? 0), 0)
    expect(sumMs).toBeLessThanOrEqual(first.durationMs + 4) // each is rounded
    expect((await send()).phases).toEqual({ dnsMs: null, connectMs: null, tlsMs: null, firstByteMs: NUMBER })
    expect(server.connections()).toBe(1)
  })

  it('have no lookup for an address, and no TLS for http', async () => {
    const server = await listening(
      createServer((_request, response) => void setTimeout(PAUSE_MS).then(() => response.end('ok'))),
    )
    const { phases } = await testEgress().send(post(server.url))
    expect(phases).toEqual({ dnsMs: null, connectMs: NUMBER, tlsMs: null, firstByteMs: NUMBER })
    expect(phases.firstByteMs).toBeGreaterThanOrEqual(PAUSE_MS - 2)
  })

  it('through a proxy are the tunnel, TLS with the destination, and the reply', async () => {
    const server = await secureServer()
    const proxy = await connectProxy()
    const egress = testEgress({ resolve, tls: { ca: authority.cert }, proxyUrl: proxy.url })
    const { phases } = await egress.send(post(`https://${NAME}:${server.port}/`))
    expect(phases).toMatchObject({ connectMs: NUMBER, tlsMs: NUMBER, firstByteMs: NUMBER })
  })

  it('do not include the wait for the lookups of other tenants', async () => {
    const server = await listening(createServer((_request, response) => response.end('ok')))
    const egress = testEgress({ resolve: slowly, lookupsMax: 1 })
    const names = ['a.example', 'b.example', 'c.example', 'd.example']
    const results = await Promise.all(
      names.map((name) => egress.send(post(`http://${name}:${server.port}/`, { tenantId: name }))),
    )
    // Each waited for the ones before it.
    for (const { durationMs } of results) expect(durationMs).toBeLessThan(names.length * PAUSE_MS)
  })
})

describe('the address of an attempt', () => {
  it('is that of its connection, also of a reused one', async () => {
    const server = await listening(createServer((_request, response) => response.end('ok')))
    const egress = testEgress({ resolve })
    const send = async () => (await egress.send(post(`http://${NAME}:${server.port}/`))).address
    expect([await send(), await send()]).toEqual(['127.0.0.1', '127.0.0.1'])
  })

  it('is every address that was dialled in vain', async () => {
    const both = async () =>
      [
        { address: '127.0.0.1', family: 4 },
        { address: '127.0.0.2', family: 4 },
      ] as const
    const result = await testEgress({ resolve: both }).send(post(`http://${NAME}:9/`))
    expect(result).toMatchObject({ errorCode: 'connection_refused', address: '127.0.0.1, 127.0.0.2' })
  })

  it('is unknown for a destination that is not allowed', async () => {
    const result = await testEgress({ allowCidrs: [], resolve }).send(post(`http://${NAME}/`))
    expect(result).toMatchObject({ errorCode: 'blocked_destination', address: undefined })
  })
})

describe('a failed attempt shows its stage and fault:', () => {
  it('an expired, a foreign and a self-signed certificate', async () => {
    const cases = [
      [await authority.issue([NAME], -1), 'certificate_expired'],
      [await authority.issue(['another.example']), 'certificate_of_another_name'],
      [await selfSigned(NAME), 'certificate_untrusted'],
    ] as const
    for (const [certificate, fault] of cases) {
      const server = await listening(createSecureServer(certificate, (_request, response) => response.end()))
      const egress = testEgress({ resolve, tls: { ca: authority.cert } })
      const result = await egress.send(post(`https://${NAME}:${server.port}/`))
      expect(result).toMatchObject({ errorCode: 'tls_failure', stage: 'tls', fault })
    }
  })

  it('a name without an address, and a lookup that takes too long', async () => {
    const absent = () => Promise.reject(Object.assign(new Error('none'), { code: 'ENOTFOUND' }))
    expect(await testEgress({ resolve: absent }).send(post(`http://${NAME}/`))).toMatchObject({
      errorCode: 'dns_failure',
      stage: 'dns',
      fault: 'no_address',
    })
    const hanging = () => new Promise<never>(() => {})
    expect(
      await testEgress({ resolve: hanging, dnsTimeoutMs: PAUSE_MS }).send(post(`http://${NAME}/`)),
    ).toMatchObject({ errorCode: 'dns_failure', stage: 'dns', fault: undefined })
  })

  it('a timeout before and within the headers of the reply, and during TLS', async () => {
    const silent = await listening(createTcpServer((socket) => socket.resume()))
    const endless = await rawServer((socket) => {
      socket.write('HTTP/1.1 200 OK\r\n')
      drip(socket, 'a: b\r\n', 10)
    })
    const send = (url: string) => testEgress().send(post(url, { timeoutMs: 200 }))
    expect(await send(silent.url)).toMatchObject({ errorCode: 'timeout', stage: 'reply' })
    expect(await send(endless.url)).toMatchObject({ errorCode: 'timeout', stage: undefined })
    expect(await send(`https://127.0.0.1:${silent.port}/`)).toMatchObject({
      errorCode: 'timeout',
      stage: 'tls',
    })
  })

  it('a connection that is closed after the request', async () => {
    const closing = await rawServer((socket) => socket.destroy())
    expect(await testEgress().send(post(closing.url))).toMatchObject({
      errorCode: 'connection_reset',
      stage: 'reply',
    })
  })
})
