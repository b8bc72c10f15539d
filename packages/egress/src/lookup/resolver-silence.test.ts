import { createServer } from 'node:http'
import { setTimeout } from 'node:timers/promises'
import { describe, expect, it } from 'vitest'
import type { Egress } from '../egress.ts'
import { type DnsReply, dnsServer, type RootReply } from '../testing/dns-server.ts'
import { listening } from '../testing/loopback-server.ts'
import { post, testEgress } from '../testing/test-egress.ts'
import { createSystemResolver } from './system-resolver.ts'

const LOOPBACK = [[127, 0, 0, 1]]
const TIMEOUT_MS = 30_000

/** An attempt with more time than a lookup, and one with less. */
const TIMES = [
  { dnsTimeoutMs: 800, timeoutMs: 10_000 },
  { dnsTimeoutMs: 10_000, timeoutMs: 3_000 },
]

const resolverUnavailable = { code: 'EGRESS_UNAVAILABLE', resource: 'resolver' }

/** Sends requests to names of another zone, one after the other, until it is stopped. */
async function sendOn(egress: Egress, zone: string, signal: AbortSignal): Promise<void> {
  for (let n = 0; !signal.aborted; n += 1) {
    void egress.send(post(`http://name-${n}.${zone}/`, { signal })).catch(() => {})
    await setTimeout(50)
  }
}

/** The result of a request to `slow.example`, while others are sent to names of another zone. */
async function besides(egress: Egress, zone: string, timeoutMs: number) {
  const stopping = new AbortController()
  const others = sendOn(egress, zone, stopping.signal)
  const result = await egress
    .send(post('http://slow.example/', { timeoutMs }))
    .catch((error: unknown) => error)
  stopping.abort()
  await others
  return result
}

describe('a name server that answers no query', () => {
  it.each(TIMES)(
    'costs no endpoint an attempt: $timeoutMs ms of $dnsTimeoutMs',
    async (times) => {
      const { dnsTimeoutMs, timeoutMs } = times
      const server = await dnsServer(
        () => 'silence',
        () => 'silence',
      )
      const egress = testEgress({ nameServers: [server], dnsTimeoutMs })
      const sent = egress.send(post('http://a.example/', { timeoutMs }))
      await expect(sent).rejects.toMatchObject(resolverUnavailable)
    },
    TIMEOUT_MS,
  )

  it(
    'is not alive because of names that need no query',
    async () => {
      const server = await dnsServer(
        () => 'silence',
        () => 'silence',
      )
      for (const zone of ['onion', 'localhost']) {
        const egress = testEgress({ nameServers: [server], dnsTimeoutMs: 800 })
        expect(await besides(egress, zone, 10_000)).toMatchObject(resolverUnavailable)
      }
    },
    TIMEOUT_MS,
  )

  it(
    'is probed once for all waiting lookups',
    async () => {
      let probes = 0
      const server = await dnsServer(
        () => 'silence',
        () => {
          probes += 1
          return 'silence'
        },
      )
      const egress = testEgress({ nameServers: [server], dnsTimeoutMs: 3_000 })
      const sent = Array.from({ length: 100 }, (_, n) =>
        egress.send(post(`http://name-${n}.example/`, { timeoutMs: 2_500 })),
      )
      for (const result of await Promise.allSettled(sent))
        expect(result).toMatchObject({ status: 'rejected', reason: resolverUnavailable })
      // One query, which c-ares repeats when a packet may have been lost.
      expect(probes).toBeLessThanOrEqual(3)
    },
    TIMEOUT_MS,
  )

  it(
    'delays no request after it has recovered',
    async () => {
      let reply: DnsReply = 'silence'
      let root: RootReply = 'silence'
      const receiver = await listening(createServer((_request, response) => response.end()))
      const server = await dnsServer(
        (family) => (reply === 'silence' || family === 4 ? reply : []),
        () => root,
      )
      const egress = testEgress({ nameServers: [server], dnsTimeoutMs: 800 })
      const send = () => egress.send(post(`http://a.example:${receiver.port}/`))
      await expect(send()).rejects.toMatchObject(resolverUnavailable)
      reply = LOOPBACK
      root = 'answer'
      await expect
        .poll(() => send().catch((error: unknown) => error), { timeout: 10_000 })
        .toMatchObject({ statusCode: 200 })
    },
    TIMEOUT_MS,
  )
})

describe('a name whose own name servers hang', () => {
  it.each([
    { ...TIMES[0], errorCode: 'dns_failure' },
    { ...TIMES[1], errorCode: 'timeout' },
  ])(
    'is a failure of its endpoint: $errorCode',
    async ({ dnsTimeoutMs = 0, timeoutMs = 0, errorCode }) => {
      const server = await dnsServer(() => 'silence')
      const egress = testEgress({ nameServers: [server], dnsTimeoutMs })
      const result = await egress.send(post('http://slow.example/', { timeoutMs }))
      expect(result).toMatchObject({ kind: 'error', errorCode })
    },
    TIMEOUT_MS,
  )

  it.each([
    ['addresses', []],
    ['errors', 'no such name'],
  ] as const)(
    'is also one when only other names get answers: %s',
    async (_answers, reply) => {
      const server = await dnsServer(
        (_family, hostname) => (hostname === 'slow.example' ? 'silence' : reply),
        () => 'silence',
      )
      const egress = testEgress({ nameServers: [server], dnsTimeoutMs: 1_500 })
      expect(await besides(egress, 'other.example', 10_000)).toMatchObject({ errorCode: 'dns_failure' })
    },
    TIMEOUT_MS,
  )
})

describe('a name server that cannot reach any other', () => {
  const reply = (failing: RegExp) => (_family: 4 | 6, hostname: string) =>
    failing.test(hostname) ? ('server failure' as const) : []

  it(
    'costs no endpoint an attempt',
    async () => {
      const server = await dnsServer(reply(/./), () => 'server failure')
      const sent = testEgress({ nameServers: [server] }).send(post('http://a.example/'))
      await expect(sent).rejects.toMatchObject(resolverUnavailable)
    },
    TIMEOUT_MS,
  )

  it(
    'differs from one that cannot reach the servers of a single name',
    async () => {
      const server = await dnsServer(reply(/^broken/))
      const sent = testEgress({ nameServers: [server] }).send(post('http://broken.example/'))
      expect(await sent).toMatchObject({ errorCode: 'dns_failure' })
    },
    TIMEOUT_MS,
  )
})

it('the system resolver is alive when it reports an unknown name', async () => {
  const server = await dnsServer(
    () => 'no such name',
    () => 'silence',
  )
  const { resolve, liveness } = createSystemResolver({ servers: [server] })
  const sinceMs = performance.now()
  const { signal } = new AbortController()
  await expect(resolve('a.example', signal)).rejects.toMatchObject({ code: 'ENOTFOUND' })
  expect(liveness.confirmedSince(sinceMs)).toBe(true)
})
