import { pbkdf2 } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { createServer } from 'node:http'
import { promisify } from 'node:util'
import { describe, expect, it } from 'vitest'
import type { Egress } from './egress.ts'
import type { Resolve } from './name-lookup.ts'
import { createSystemResolver } from './system-resolver.ts'
import { dnsServer } from './testing/dns-server.ts'
import { listening } from './testing/loopback-server.ts'
import { post, testEgress } from './testing/test-egress.ts'

const SLOW_NAMES = 300
const LOOKUPS_AT_ONCE_MAX = 256
const PATIENT_MS = 20_000

const numbers = (length: number) => Array.from({ length }, (_, n) => n)
const hash = promisify(pbkdf2)

/** Sends to names that nobody answers. `stop` gives them up. */
function sendToSlowNames(egress: Egress) {
  const stopping = new AbortController()
  let settled = 0
  const changes = { timeoutMs: PATIENT_MS, signal: stopping.signal }
  const sent = numbers(SLOW_NAMES).map((n) =>
    egress.send(post(`http://slow-${n}.example/`, changes)).finally(() => {
      settled += 1
    }),
  )
  const all = Promise.allSettled(sent)
  return {
    settled: () => settled,
    stop() {
      stopping.abort()
      return all
    },
  }
}

/** Work for libuv's pool: more jobs than it has threads, of both kinds. */
async function poolWork(): Promise<void> {
  const hashes = numbers(8).map(() => hash('secret', 'salt', 20_000, 32, 'sha256'))
  await Promise.all([...hashes, ...numbers(8).map(() => readFile(import.meta.filename))])
}

describe('hundreds of names that are never answered', () => {
  it('hold up no request to an address, and not all are asked at once', async () => {
    let asking = 0
    let askingMax = 0
    const resolve: Resolve = (_hostname, signal) => {
      askingMax = Math.max(askingMax, ++asking)
      signal.addEventListener('abort', () => {
        asking -= 1
      })
      return new Promise(() => {})
    }
    const server = await listening(createServer((_request, response) => response.end()))
    const egress = testEgress({ resolve, dnsTimeoutMs: 5_000 })
    const slow = sendToSlowNames(egress)
    const quick = await Promise.all(
      numbers(50).map(() => egress.send(post(server.url, { timeoutMs: PATIENT_MS }))),
    )
    for (const result of quick) expect(result).toMatchObject({ statusCode: 200 })
    expect([slow.settled(), asking]).toEqual([0, LOOKUPS_AT_ONCE_MAX])

    await expect.poll(slow.settled, { timeout: PATIENT_MS }).toBe(SLOW_NAMES)
    const codes = (await slow.stop()).map((result) =>
      result.status === 'fulfilled' && result.value.kind === 'error'
        ? result.value.errorCode
        : result.status === 'rejected' && result.reason.code,
    )
    expect(codes.filter((code) => code === 'dns_failure')).toHaveLength(LOOKUPS_AT_ONCE_MAX)
    // Those that came to be asked too late, or never, have not failed: we have.
    expect(codes.filter((code) => code === 'EGRESS_UNAVAILABLE')).toHaveLength(
      SLOW_NAMES - LOOKUPS_AT_ONCE_MAX,
    )
    expect([asking, askingMax]).toEqual([0, LOOKUPS_AT_ONCE_MAX])
  }, 60_000)

  it('hold up no name that is answered, as long as fewer than that are under way', async () => {
    const server = await listening(createServer((_request, response) => response.end()))
    const resolve: Resolve = async (hostname) =>
      hostname === 'fast.example' ? [{ address: '127.0.0.1', family: 4 }] : new Promise<never>(() => {})
    const egress = testEgress({ resolve })
    const stopping = new AbortController()
    const slow = Promise.allSettled(
      numbers(200).map((n) => egress.send(post(`http://slow-${n}.example/`, { signal: stopping.signal }))),
    )
    const result = await egress.send(post(`http://fast.example:${server.port}/`))
    expect(result).toMatchObject({ statusCode: 200 })
    stopping.abort()
    await slow
  })

  it('take no thread of the pool that files and hashes need', async () => {
    let questions = 0
    const silent = await dnsServer(() => {
      questions += 1
      return 'silence'
    })
    const resolve = createSystemResolver({ servers: [silent] })
    const egress = testEgress({ resolve, dnsTimeoutMs: PATIENT_MS })
    const slow = sendToSlowNames(egress)
    await expect.poll(() => questions).toBeGreaterThan(100)
    // With look-ups in its four threads, none of this would be done before some of them were over.
    await poolWork()
    expect(slow.settled()).toBe(0)
    await slow.stop()
  })
})
