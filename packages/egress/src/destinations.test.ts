import { createServer } from 'node:http'
import { describe, expect, it, vi } from 'vitest'
import type { ResolvedAddress } from './lookup/resolved-address.ts'
import { listening } from './testing/loopback-server.ts'
import { post, testEgress } from './testing/test-egress.ts'

const LOOPBACK: ResolvedAddress = { address: '127.0.0.1', family: 4 }
const PRIVATE: ResolvedAddress = { address: '10.0.0.1', family: 4 }
const PUBLIC: ResolvedAddress = { address: '1.1.1.1', family: 4 }
const BLOCKED = { kind: 'error', errorCode: 'blocked_destination' }

const receiver = () => listening(createServer((_request, response) => response.end('ok')))

const noSuchName = () => Promise.reject(Object.assign(new Error('no such name'), { code: 'ENOTFOUND' }))
describe('a forbidden destination', () => {
  it.each([
    'http://2130706433',
    'http://0x7f.1',
    'http://0177.0.0.1',
    'http://127.1',
    'http://0',
    'http://[::1]',
    'http://[::ffff:127.0.0.1]',
    'http://①②⑦.0.0.1',
    'http://localhost',
    'http://localhost.',
    'https://127.0.0.1',
    'https://localhost',
  ])('%s is refused in any spelling, and nothing is dialled', async (origin) => {
    const server = await receiver()
    const egress = testEgress({ allowCidrs: [] })
    const result = await egress.send(post(`${origin}:${server.port}/hook`))
    expect(result).toMatchObject(BLOCKED)
    expect(server.connections()).toBe(0)
  })

  it.each([
    'http://169.254.169.254/',
    'http://[fd00:ec2::254]/',
    'http://[64:ff9b::7f00:1]/',
    'http://[2002:7f00:1::]/',
    'http://[::ffff:169.254.169.254]/',
    'http://100.100.100.200/',
    'http://168.63.129.16/',
    'https://192.168.0.1/',
    'http://public.example@10.0.0.1/',
    'http://public.example:secret@10.0.0.1/',
    'http://10.0.0.1\\@public.example/',
    'http://10.0.0.1./',
    'http://10.0.0.1#@public.example/',
    'http://[fe80::1%25eth0]/',
    'http://[fe80::1%eth0]/',
    'http://[::10.0.0.1]/',
    'http://[::ffff:a00:1]/',
    'HTTP://10.0.0.1/',
    'http:10.0.0.1/',
    ' http://10.0.0.1/',
    'http://10.0.\t0.1/',
    'http://%31%30.0.0.1/',
    'http://１０.０.０.１/',
    'http://10。0。0。1/',
    'http://LOCALHOST/',
    'http://ＬＯＣＡＬＨＯＳＴ/',
    'http://lo\u00adcalhost/',
    'http://app.localhost./',
  ])('%s is refused', async (url) => {
    expect(await testEgress({ allowCidrs: [] }).send(post(url))).toMatchObject(BLOCKED)
  })

  it('reveals the address to operators only', async () => {
    const egress = testEgress({ resolve: async () => [PRIVATE] })
    const result = await egress.send(post('https://inner.example/'))
    expect(result).toEqual({
      kind: 'error',
      errorCode: 'blocked_destination',
      detail: 'EGRESS_BLOCKED_DESTINATION: inner.example: 10.0.0.1 is private',
      durationMs: expect.any(Number),
      phases: { dnsMs: expect.any(Number), connectMs: null, tlsMs: null, firstByteMs: null },
      address: undefined,
      stage: undefined,
      fault: undefined,
    })
  })

  it.each([
    ['public first', [PUBLIC, PRIVATE]],
    ['private first', [PRIVATE, PUBLIC]],
    ['only the IPv6 one', [PUBLIC, { address: '::ffff:10.0.0.1', family: 6 }]],
    ['one with a zone', [PUBLIC, { address: 'fe80::1%eth0', family: 6 }]],
    ['one that is not an address', [PUBLIC, { address: '127.1', family: 4 }]],
  ] as const)('is a name with one forbidden address: %s', async (_name, answers) => {
    const egress = testEgress({ resolve: async () => answers })
    expect(await egress.send(post('http://mixed.example/'))).toMatchObject(BLOCKED)
  })

  it('is found at each dial, even if a name changes its answer', async () => {
    const server = await listening(
      createServer((_request, response) => response.writeHead(200, { connection: 'close' }).end()),
    )
    const answers = [[LOOPBACK], [PRIVATE], [LOOPBACK]]
    const egress = testEgress({ resolve: async () => answers.shift() ?? [], dnsCacheMs: 0 })
    const request = post(`http://rebinding.example:${server.port}/`)
    expect(await egress.send(request)).toMatchObject({ statusCode: 200 })
    await vi.waitFor(() => expect(server.open()).toBe(0))
    expect(await egress.send(request)).toMatchObject(BLOCKED)
    expect(await egress.send(request)).toMatchObject({ statusCode: 200 })
    expect(server.connections()).toBe(2)
  })
})

describe('a name', () => {
  it('is dialled at the checked addresses, and sent as the host', async () => {
    let host: string | undefined
    const server = await listening(
      createServer((request, response) => {
        host = request.headers.host
        response.end()
      }),
    )
    const egress = testEgress({ resolve: async () => [LOOPBACK] })
    const result = await egress.send(post(`http://Receiver.Example:${server.port}/`))
    expect(result).toMatchObject({ statusCode: 200 })
    expect(host).toBe(`receiver.example:${server.port}`)
  })

  it('in the hosts file works', async () => {
    const server = await receiver()
    const result = await testEgress().send(post(`http://localhost:${server.port}/`))
    expect(result).toMatchObject({ statusCode: 200 })
  })

  it('is dialled at the next address when one does not respond', async () => {
    const server = await receiver()
    const egress = testEgress({ resolve: async () => [{ address: '::1', family: 6 }, LOOPBACK] })
    expect(await egress.send(post(`http://two.example:${server.port}/`))).toMatchObject({ statusCode: 200 })
  })

  it('that does not exist is dns_failure', async () => {
    expect(await testEgress({ resolve: noSuchName }).send(post('http://nowhere.example/'))).toMatchObject({
      kind: 'error',
      errorCode: 'dns_failure',
    })
  })

  it('that is never answered is dns_failure after the timeout of the lookup', async () => {
    const egress = testEgress({ resolve: () => new Promise(() => {}), dnsTimeoutMs: 50 })
    expect(await egress.send(post('http://slow.example/'))).toMatchObject({
      kind: 'error',
      errorCode: 'dns_failure',
    })
  })

  it('that is never answered is timeout if the attempt has less time', async () => {
    const egress = testEgress({ resolve: () => new Promise(() => {}), dnsTimeoutMs: 1_000 })
    const result = await egress.send(post('http://slow.example/', { timeoutMs: 50 }))
    expect(result).toMatchObject({ kind: 'error', errorCode: 'timeout' })
    expect(result.durationMs).toBeLessThan(500)
  })
})
