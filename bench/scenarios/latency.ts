import type { Lab } from '../lab.ts'
import { type Latency, latencyOf } from '../latency.ts'
import type { Answer } from '../load/messages.ts'
import type { Arrival } from '../receivers/messages.ts'
import { msText, type Result } from '../result.ts'
import { faultsOf } from './reconcile.ts'
import type { Scenario } from './scenario.ts'

const ENDPOINTS = 10
const RATES = [
  { perSecond: 50, p95: 6, p99: 25 },
  { perSecond: 200, p95: 8, p99: 25 },
  { perSecond: 1000, p95: 25, p99: 80 },
]
const BYTES = [1500, 7200]
const SLOW_RECEIVER = { perSecond: 500, delayMs: 200, p95: 230 }
const DEAD_RATE = 500
const DEAD_RATIO_MAX = 1.5

export const publishToArrival: Scenario = {
  name: 'latency',
  what: 'publish to arrival at 50, 200 and 1,000 events a second, 1.5 and 7.2 kB',
  onPostgres: true,
  async run(lab) {
    const results: Result[] = []
    for (const bytes of BYTES) {
      for (const rate of RATES) {
        const { latency, faults } = await measure(lab, { perSecond: rate.perSecond, bytes })
        results.push({
          scenario: `publish to arrival, ${rate.perSecond}/s, ${bytes / 1000} kB`,
          value: latencyText(latency),
          target: `p95 ${rate.p95} ms, p99 ${rate.p99} ms`,
          isReached: latency.p95 <= rate.p95 && latency.p99 <= rate.p99,
          latency,
          faults,
        })
        lab.say(`${rate.perSecond}/s, ${bytes / 1000} kB: ${latencyText(latency)}`)
      }
    }
    return results
  },
}

export const slowReceiver: Scenario = {
  name: 'slow-receiver',
  what: `a receiver that takes ${SLOW_RECEIVER.delayMs} ms, ${SLOW_RECEIVER.perSecond} events a second`,
  onPostgres: true,
  async run(lab) {
    const { perSecond, delayMs, p95 } = SLOW_RECEIVER
    const { latency, faults } = await measure(lab, { perSecond, bytes: 1500, delayMs })
    // Until the answer: the receiver's own time is part of it.
    const answered = {
      ...latency,
      p50: latency.p50 + delayMs,
      p95: latency.p95 + delayMs,
      p99: latency.p99 + delayMs,
    }
    return [
      {
        scenario: `receivers take ${delayMs} ms, ${perSecond}/s: publish to the end of it`,
        value: latencyText(answered),
        target: `p95 ${p95} ms`,
        isReached: answered.p95 <= p95,
        latency: answered,
        faults,
      },
    ]
  },
}

export const deadEndpoint: Scenario = {
  name: 'dead-endpoint',
  what: `one dead endpoint in ${ENDPOINTS}, ${DEAD_RATE} events a second`,
  onPostgres: true,
  async run(lab) {
    const healthy = await measure(lab, { perSecond: DEAD_RATE, bytes: 1500 })
    const withDead = await measure(lab, { perSecond: DEAD_RATE, bytes: 1500, dead: ENDPOINTS - 1 })
    const ratio = withDead.latency.p95 / healthy.latency.p95
    return [
      {
        scenario: `1 dead endpoint in ${ENDPOINTS}, ${DEAD_RATE}/s: the others`,
        value: `${latencyText(withDead.latency)}; ${ratio.toFixed(2)} times the p95 without`,
        target: `p95 within ${DEAD_RATIO_MAX} times`,
        isReached: ratio <= DEAD_RATIO_MAX,
        latency: withDead.latency,
        faults: [...healthy.faults, ...withDead.faults],
      },
    ]
  },
}

interface Measured {
  latency: Latency
  faults: string[]
}

/** Publishes at a rate to ten endpoints, each event to one of them, and says how long they took to arrive. */
async function measure(
  lab: Lab,
  {
    perSecond,
    bytes,
    delayMs = 0,
    dead,
  }: { perSecond: number; bytes: number; delayMs?: number; dead?: number },
): Promise<Measured> {
  const { warmUpSeconds, latencySeconds } = lab.profile
  const receivers = await lab.receivers(ENDPOINTS, { delayMs })
  const tenant = await lab.posthorn(['api', 'worker'])
  const types = receivers.urls.map((_, index) => `latency.endpoint-${index}`)
  for (const [index, url] of receivers.urls.entries()) {
    await tenant.endpoint({ url, eventTypes: [types[index]], maxInFlight: 1000 })
  }
  if (dead !== undefined) await receivers.spoil({ hanging: undefined, refusing: dead })
  const warmUp = warmUpSeconds * perSecond
  const isAlive = (n: number) => n % ENDPOINTS !== dead
  const { answers } = await lab.load({
    shape: { kind: 'event', url: tenant.eventsUrl, key: tenant.key, types, bytes, from: 0 },
    pace: { kind: 'open', ratePerSecond: perSecond, count: warmUp + latencySeconds * perSecond },
  })
  const alive = answers.filter(({ n }) => isAlive(n))
  await lab.until(
    'arrived',
    () => receivers.arrivedInAll(),
    alive.filter(({ status }) => status === 202).length,
  )
  const arrivals = await receivers.close()
  await Promise.all(tenant.services().map((service) => service.stop()))
  return {
    latency: latencyOf(tookMs(alive, arrivals, warmUp)),
    faults: faultsOf({ answers, arrivals, expected: alive.length }),
  }
}

/** From the moment at which each had to be published to its arrival, without the warm-up. */
function tookMs(answers: readonly Answer[], arrivals: readonly Arrival[], warmUp: number): number[] {
  const intendedMs = new Map(answers.map((answer) => [answer.n, answer.intendedMs]))
  return arrivals
    .filter(({ n }) => n >= warmUp)
    .map(({ n, atMs }) => atMs - (intendedMs.get(n) ?? Number.NaN))
}

function latencyText({ p50, p95, p99 }: Latency): string {
  return `p50 ${msText(p50)}, p95 ${msText(p95)}, p99 ${msText(p99)}`
}
