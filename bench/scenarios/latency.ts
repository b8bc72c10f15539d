import type { Cost } from '../cost/cost.ts'
import type { Lab } from '../lab.ts'
import { type Latency, latencyOf } from '../latency.ts'
import type { LoadReply } from '../load/messages.ts'
import { latencyText, type Result } from '../result.ts'
import { publishAtRate } from './publish-at-rate.ts'
import { violationsOf } from './reconcile.ts'
import type { Scenario } from './scenario.ts'
import { tookMs } from './took.ts'

const ENDPOINTS = 10
const RATES = [
  { perSecond: 50, p95: 6, p99: 25 },
  { perSecond: 200, p95: 8, p99: 25 },
  { perSecond: 1000, p95: 25, p99: 80 },
]
const SLOW_RECEIVER = { perSecond: 500, delayMs: 200, p95: 230 }
const DEAD_RATE = 500
const DEAD_RATIO_MAX = 1.5

/** The name of the result, which the README refers to. */
export function arrivalTitle(perSecond: number, bytes: number): string {
  return `publish to arrival, ${perSecond}/s, ${bytes / 1000} kB`
}

export const publishToArrival: Scenario = {
  name: 'latency',
  what: 'publish to arrival at 50, 200 and 1,000 events a second, 1.5 and 7.2 kB',
  of: 'no-op',
  inQuick: true,
  onPostgres: true,
  async run(lab) {
    const { latencyRates, latencyBytes } = lab.profile
    const results: Result[] = []
    for (const bytes of latencyBytes) {
      for (const rate of RATES.filter(({ perSecond }) => latencyRates.includes(perSecond))) {
        const { latency, cost, violations } = await measure(lab, { perSecond: rate.perSecond, bytes })
        results.push({
          scenario: arrivalTitle(rate.perSecond, bytes),
          value: latencyText(latency),
          target: `p95 ${rate.p95} ms, p99 ${rate.p99} ms`,
          isReached: latency.p95 <= rate.p95 && latency.p99 <= rate.p99,
          latency,
          cost,
          unit: 'event',
          violations,
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
  of: 'no-op',
  inQuick: false,
  onPostgres: true,
  async run(lab) {
    const { perSecond, delayMs, p95 } = SLOW_RECEIVER
    const { latency, cost, violations } = await measure(lab, { perSecond, bytes: 1500, delayMs })
    // Until the reply, so the receiver's delay is included.
    const replied = {
      ...latency,
      p50: latency.p50 + delayMs,
      p95: latency.p95 + delayMs,
      p99: latency.p99 + delayMs,
    }
    return [
      {
        scenario: `receivers take ${delayMs} ms, ${perSecond}/s: publish to the end of it`,
        value: latencyText(replied),
        target: `p95 ${p95} ms`,
        isReached: replied.p95 <= p95,
        latency: replied,
        cost,
        unit: 'event',
        violations,
      },
    ]
  },
}

export const deadEndpoint: Scenario = {
  name: 'dead-endpoint',
  what: `one dead endpoint in ${ENDPOINTS}, ${DEAD_RATE} events a second`,
  inQuick: false,
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
        cost: withDead.cost,
        unit: 'event',
        violations: [...healthy.violations, ...withDead.violations],
      },
    ]
  },
}

interface Measured {
  latency: Latency
  cost: Cost | undefined
  violations: string[]
}

/** Publishes at a rate to ten endpoints, each event to one of them, and returns the latencies until arrival. */
async function measure(
  lab: Lab,
  {
    perSecond,
    bytes,
    delayMs = 0,
    dead,
  }: { perSecond: number; bytes: number; delayMs?: number; dead?: number },
): Promise<Measured> {
  const receivers = await lab.receivers(ENDPOINTS, { delayMs })
  const tenant = await lab.posthorn(['api', 'worker'])
  const types = receivers.urls.map((_, index) => `latency.endpoint-${index}`)
  for (const [index, url] of receivers.urls.entries()) {
    await tenant.endpoint({ url, eventTypes: [types[index]], maxInFlight: 1000 })
  }
  if (dead !== undefined) await receivers.makeFail({ hanging: undefined, refusing: dead })
  const acceptedAlive = (replies: readonly LoadReply[]) =>
    replies.filter(({ n, status }) => status === 202 && n % ENDPOINTS !== dead)
  const arrived = (goal: number) => lab.until('arrived', () => receivers.arrivedInAll(), goal)

  const settled = (replies: readonly LoadReply[]) => arrived(acceptedAlive(replies).length)
  const { warmUp, measured, cost } = await publishAtRate(lab, { tenant, types, bytes, perSecond, settled })
  const replies = [...warmUp.replies, ...measured.replies]
  const expected = acceptedAlive(replies).length
  await arrived(expected)
  const arrivals = await receivers.close()
  await Promise.all(tenant.services().map((service) => service.stop()))
  return {
    latency: latencyOf(tookMs(measured, arrivals)),
    cost,
    violations: violationsOf({ replies, arrivals, expected }),
  }
}
