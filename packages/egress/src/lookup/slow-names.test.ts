import { pbkdf2 } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { createServer } from 'node:http'
import { setTimeout } from 'node:timers/promises'
import { promisify } from 'node:util'
import { describe, expect, it } from 'vitest'
import type { Egress } from '../egress.ts'
import { dnsServer } from '../testing/dns-server.ts'
import { listening } from '../testing/loopback-server.ts'
import { post, testEgress } from '../testing/test-egress.ts'
import type { Resolve } from './name-lookup.ts'
import { createSystemResolver } from './system-resolver.ts'

const SLOW_NAMES = 300
const PATIENT_MS = 20_000

const numbers = (length: number) => Array.from({ length }, (_, n) => n)
const hash = promisify(pbkdf2)

/** Sends to names without answers. `stop` aborts the requests. */
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

/** Never answers, and counts the lookups. */
function silentResolver() {
  let asking = 0
  let askingMax = 0
  const resolve: Resolve = (hostname, signal) => {
    if (hostname === 'fast.example') return Promise.resolve([{ address: '127.0.0.1', family: 4 }])
    askingMax = Math.max(askingMax, ++asking)
    signal.addEventListener('abort', () => {
      asking -= 1
    })
    return new Promise(() => {})
  }
  return { resolve, asking: () => asking, askingMax: () => askingMax }
}

describe('hundreds of names that are never answered', () => {
  it('delay no request to an address, and are not all looked up at once', async () => {
    const { resolve, asking, askingMax } = silentResolver()
    const server = await listening(createServer((_request, response) => response.end()))
    const egress = testEgress({ resolve, lookupsMax: 300, dnsTimeoutMs: PATIENT_MS })
    const slow = sendToSlowNames(egress)
    const quick = await Promise.all(
      numbers(50).map(() => egress.send(post(server.url, { timeoutMs: PATIENT_MS }))),
    )
    for (const result of quick) expect(result).toMatchObject({ statusCode: 200 })
    expect([asking(), askingMax()]).toEqual([200, 200])
    await slow.stop()
  }, 30_000)

  it('delay no name of another tenant', async () => {
    const { resolve, asking } = silentResolver()
    const server = await listening(createServer((_request, response) => response.end()))
    const egress = testEgress({ resolve, lookupsMax: 30, dnsTimeoutMs: PATIENT_MS })
    const slow = sendToSlowNames(egress)
    const request = post(`http://fast.example:${server.port}/`, { tenantId: 'globex', timeoutMs: PATIENT_MS })
    expect(await egress.send(request)).toMatchObject({ statusCode: 200 })
    expect([asking(), slow.settled()]).toEqual([20, 0])
    await slow.stop()
  }, 30_000)

  it('wait for a slot without using up their time, then fail without an attempt', async () => {
    const { resolve } = silentResolver()
    const egress = testEgress({ resolve, lookupsMax: 3, dnsTimeoutMs: PATIENT_MS, waitMsMax: 600 })
    const send = (n: number) => egress.send(post(`http://slow-${n}.example/`, { timeoutMs: 300 }))
    const [first, second, ...waiting] = await Promise.allSettled(numbers(20).map(send))
    for (const result of [first, second])
      expect(result).toMatchObject({ status: 'fulfilled', value: { errorCode: 'timeout' } })
    for (const result of waiting)
      expect(result).toMatchObject({
        status: 'rejected',
        reason: { code: 'EGRESS_UNAVAILABLE', resource: 'capacity' },
      })
  }, 30_000)

  it('fail earlier if their caller has less time', async () => {
    const { resolve } = silentResolver()
    const egress = testEgress({ resolve, lookupsMax: 1, dnsTimeoutMs: PATIENT_MS, waitMsMax: PATIENT_MS })
    const slow = egress.send(post('http://slow.example/', { timeoutMs: 3000 }))
    const hasty = egress.send(post('http://other.example/', { timeoutMs: 300, waitMsMax: 200 }))
    await expect(hasty).rejects.toMatchObject({ code: 'EGRESS_UNAVAILABLE', resource: 'capacity' })
    expect(await slow).toMatchObject({ errorCode: 'timeout' })
  }, 30_000)

  it('are looked up for waiting callers, whose attempts take no longer than alone', async () => {
    const server = await listening(createServer((_request, response) => response.end()))
    const resolve: Resolve = async () => {
      await setTimeout(100)
      return [{ address: '127.0.0.1', family: 4 }]
    }
    const egress = testEgress({ resolve, lookupsMax: 1 })
    const sent = await Promise.all(
      numbers(8).map((n) =>
        egress.send(post(`http://name-${n}.example:${server.port}/`, { timeoutMs: 2_000 })),
      ),
    )
    for (const result of sent) expect(result).toMatchObject({ statusCode: 200 })
    const [last] = sent.map(({ durationMs }) => durationMs).toSorted((one, other) => other - one)
    // The longest wait was 700 ms.
    expect(last).toBeLessThan(700)
  }, 30_000)

  it('use no thread of the pool for files and hashes', async () => {
    let questions = 0
    const silent = await dnsServer(() => {
      questions += 1
      return 'silence'
    })
    const { resolve } = createSystemResolver({ servers: [silent] })
    const egress = testEgress({ resolve, dnsTimeoutMs: PATIENT_MS })
    const slow = sendToSlowNames(egress)
    await expect.poll(() => questions, { timeout: 15_000 }).toBeGreaterThan(100)
    // If lookups occupied its four threads, this would wait for some of them.
    await poolWork()
    expect(slow.settled()).toBe(0)
    await slow.stop()
  }, 30_000)
})
