import type { BenchTenant, Lab } from '../lab.ts'
import { type Latency, latencyOf } from '../latency.ts'
import type { LoadReply } from '../load/messages.ts'
import { EVENT_BYTES } from '../raw/raw-loops.ts'
import { msText, type Result } from '../result.ts'
import { NOISY_TENANTS, type NoisyTenant, startNoisyTenant } from './noisy-tenants.ts'
import { violationsOf } from './reconcile.ts'
import type { Scenario } from './scenario.ts'
import { tookMs } from './took.ts'

const PER_SECOND = 50
const TYPE = 'fairness.published'
const RATIO_MAX = 2
const MORE_MS_MAX = 50
/** Beyond this a busy machine is no explanation: the run has failed. */
const FAR_OUT_RATIO = 10
const FAR_OUT_MS = 3000

export const fairness: Scenario = {
  name: 'fairness',
  what: 'a tenant beside another tenant that is slow, dead or overloading',
  inQuick: true,
  onPostgres: true,
  async run(lab) {
    const receivers = await lab.receivers(1)
    const tenant = await lab.posthorn(['api', 'worker'])
    await tenant.endpoint({ url: receivers.urls[0], eventTypes: [TYPE], maxInFlight: 1000 })
    const neighbour = createNeighbour(lab, tenant)
    await neighbour.measure(lab.profile.warmUpSeconds * 2)
    await lab.until('arrived', () => receivers.arrivedInAll(), neighbour.published())
    const idle = await neighbour.measure(lab.profile.latencySeconds)
    const beside: { noisy: NoisyTenant; measured: Measured }[] = []
    for (const noisy of NOISY_TENANTS) {
      lab.say(`beside ${noisy.title(lab.profile)}`)
      const end = await startNoisyTenant(lab, tenant, noisy)
      beside.push({ noisy, measured: await neighbour.measure(lab.profile.latencySeconds) })
      await lab.until('arrived', () => receivers.arrivedInAll(), neighbour.published())
      await end()
    }
    const arrivals = await receivers.close()
    const violations = violationsOf({
      replies: neighbour.replies(),
      arrivals,
      expected: neighbour.published(),
    })
    const idleLatency = latencyOf(tookMs(idle, arrivals))
    return [
      {
        scenario: `a tenant by itself, ${PER_SECOND}/s`,
        value: `p95 ${msText(idleLatency.p95)}`,
        latency: idleLatency,
        violations,
      },
      ...beside.map(({ noisy, measured }) =>
        resultOf(noisy.title(lab.profile), idleLatency, latencyOf(tookMs(measured, arrivals))),
      ),
    ]
  },
}

function resultOf(title: string, idle: Latency, latency: Latency): Result {
  const isFarOut = latency.p95 > FAR_OUT_RATIO * idle.p95 + FAR_OUT_MS
  return {
    scenario: `the same beside ${title}`,
    value: `p95 ${msText(latency.p95)}, ${(latency.p95 / idle.p95).toFixed(1)} times`,
    target: `${RATIO_MAX} × + ${MORE_MS_MAX} ms`,
    isReached: latency.p95 <= RATIO_MAX * idle.p95 + MORE_MS_MAX,
    latency,
    violations: isFarOut ? [`p95 of ${msText(latency.p95)}, by itself ${msText(idle.p95)}`] : [],
  }
}

interface Measured {
  /** The number of the first event. */
  from: number
  replies: LoadReply[]
}

/** Publishes at a steady rate, with its own numbers of events. */
function createNeighbour(lab: Lab, tenant: BenchTenant) {
  const all: LoadReply[] = []
  return {
    replies: () => all,
    published: () => all.length,
    async measure(seconds: number): Promise<Measured> {
      const from = all.length
      const { replies } = await lab.load({
        shape: {
          kind: 'event',
          url: tenant.eventsUrl,
          key: tenant.key,
          types: [TYPE],
          bytes: EVENT_BYTES,
          from,
        },
        pace: { kind: 'open', ratePerSecond: PER_SECOND, count: PER_SECOND * seconds },
      })
      all.push(...replies)
      return { from, replies }
    },
  }
}
