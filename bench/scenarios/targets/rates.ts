import { type Cost, costPerUnit, cpuMsOf } from '../../cost/cost.ts'
import type { Lab } from '../../lab.ts'
import { latencyOf } from '../../latency.ts'
import { measureNoOpAt, type NoOp } from '../../raw/no-op-at-rates.ts'
import { latencyText, msText, type Result } from '../../result.ts'
import type { Form } from '../../version.ts'
import type { Scenario } from '../scenario.ts'
import { tookMs } from '../took.ts'
import { type PublishedOrders, startOrderFlow } from './orders.ts'

interface Target {
  p95: number
  /** Also with the queue on PostgreSQL; there the others do not apply. */
  p95OnPostgres?: number
  cpuMs?: number
}

const TARGETS: Partial<Record<number, Target>> = {
  50: { p95: 12, cpuMs: 6 },
  200: { p95: 18, p95OnPostgres: 25, cpuMs: 4 },
  500: { p95: 40 },
}

export const rates: Scenario = {
  name: 'rates',
  what: 'publish to arrival at 10, 50, 200 and 500 a second to one endpoint, beside the no-op',
  inQuick: false,
  onPostgres: true,
  async run(lab) {
    const noOps = await measureNoOpAt(lab.profile.rates, lab.profile)
    const results: Result[] = []
    for (const form of lab.forms) results.push(...(await measureForm(lab, form, noOps)))
    return results
  },
}

/** The name of the result, which the README refers to. */
export function rateTitle(perSecond: number, form: Form): string {
  return `${perSecond}/s to one endpoint, ${form}`
}

async function measureForm(lab: Lab, form: Form, noOps: readonly NoOp[]): Promise<Result[]> {
  const flow = await startOrderFlow(lab, form)
  const { tenant } = flow
  await flow.warmUp()
  const measured: { perSecond: number; published: PublishedOrders; cost: Cost | undefined }[] = []
  for (const perSecond of lab.profile.rates) {
    const costed = tenant.watchCost()
    const count = Math.ceil(perSecond * lab.profile.rateSeconds)
    const published = await flow.publish({ kind: 'open', ratePerSecond: perSecond, count })
    const repliedMs = published.replies.map((reply) => reply.repliedMs)
    measured.push({ perSecond, published, cost: costPerUnit(await costed(), repliedMs) })
  }
  const { arrivals, violations } = await flow.close()
  await Promise.all(tenant.services().map((service) => service.stop()))
  return measured.map(({ perSecond, published, cost }, index) => {
    const latency = latencyOf(tookMs(published, arrivals))
    const cpuMs = cpuMsOf(cost)
    const noOpMs = noOps[index]?.cpuMs ?? Number.NaN
    return {
      scenario: rateTitle(perSecond, form),
      value: `${latencyText(latency)}${cpuMs === undefined ? '' : `; CPU ${msText(cpuMs)} (no-op ${noOpMs.toFixed(2)} ms)`}`,
      ...reached(perSecond, { isOnPostgres: lab.queue === 'postgres', p95: latency.p95, cpuMs }),
      latency,
      cost,
      unit: 'event',
      figures: [{ name: 'CPU of the no-op, ms', value: noOpMs }],
      violations: index === 0 ? violations : [],
    }
  })
}

function reached(
  perSecond: number,
  { isOnPostgres, p95, cpuMs = 0 }: { isOnPostgres: boolean; p95: number; cpuMs: number | undefined },
): Pick<Result, 'target' | 'isReached'> {
  const target = TARGETS[perSecond]
  if (target === undefined) return {}
  const { p95OnPostgres, cpuMs: cpuMsMax } = target
  const onPostgres = p95OnPostgres === undefined ? '' : ` (${p95OnPostgres} ms on PostgreSQL)`
  const text = `p95 ${target.p95} ms${onPostgres}${cpuMsMax === undefined ? '' : `, CPU ${cpuMsMax} ms`}`
  if (isOnPostgres) {
    return { target: text, isReached: p95OnPostgres === undefined ? undefined : p95 <= p95OnPostgres }
  }
  return { target: text, isReached: p95 <= target.p95 && cpuMs <= (cpuMsMax ?? Number.POSITIVE_INFINITY) }
}
