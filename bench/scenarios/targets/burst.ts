import { costPerUnit, cpuMsOf } from '../../cost/cost.ts'
import type { Lab } from '../../lab.ts'
import { CONNECTIONS } from '../../raw/raw-loops.ts'
import { msText, perSecondText, type Result } from '../../result.ts'
import type { Form } from '../../version.ts'
import { residentMiB } from '../resident-memory.ts'
import type { Scenario } from '../scenario.ts'
import { burstRatesOf } from './burst-rates.ts'
import { idleResult, measureIdle, untilSettled } from './idle.ts'
import { memoryResult } from './memory.ts'
import { startOrderFlow } from './orders.ts'

const DELIVERED_PER_SECOND_MIN = 3000

export const burst: Scenario = {
  name: 'burst',
  what: `idle, then ${CONNECTIONS} connections publish to one endpoint, then memory and idle again`,
  inQuick: false,
  onPostgres: true,
  async run(lab) {
    const results: Result[] = []
    for (const form of lab.forms) results.push(...(await measureForm(lab, form)))
    return results
  },
}

/** The names of the results, which the README refers to. */
export const TITLES = {
  burst: (form: Form) => `burst over ${CONNECTIONS} connections, ${form}`,
  idle: (when: 'start' | 'load', form: Form) => `idle after the ${when}, ${form}`,
  memory: (form: Form) => `memory after the load, ${form}`,
}

async function measureForm(lab: Lab, form: Form): Promise<Result[]> {
  const flow = await startOrderFlow(lab, form)
  const { tenant } = flow
  const afterStart = await measureIdle(lab, tenant)
  await flow.warmUp()
  const costed = tenant.watchCost()
  const { from, replies } = await flow.publish({
    kind: 'closed',
    connections: CONNECTIONS,
    seconds: lab.profile.seconds,
    countMax: Number.POSITIVE_INFINITY,
  })
  const span = await costed()
  await untilSettled(lab, tenant)
  const memory = await residentMiB(tenant)
  const afterLoad = await measureIdle(lab, tenant)
  const { arrivals, violations } = await flow.close()
  await Promise.all(tenant.services().map((service) => service.stop()))

  const ofBurst = arrivals.filter(({ n }) => n >= from)
  const { acceptedPerSecond, deliveredPerSecond } = burstRatesOf(replies, ofBurst)
  const cost = costPerUnit(
    span,
    ofBurst.map(({ atMs }) => atMs),
  )
  const cpuMs = cpuMsOf(cost)
  const cpu = cpuMs === undefined ? '' : `, CPU ${msText(cpuMs)}`
  return [
    {
      scenario: TITLES.burst(form),
      value: `accepted ${perSecondText(acceptedPerSecond)}, delivered ${perSecondText(deliveredPerSecond)}${cpu}`,
      target: `delivered ${perSecondText(DELIVERED_PER_SECOND_MIN)}`,
      isReached: deliveredPerSecond >= DELIVERED_PER_SECOND_MIN,
      cost,
      unit: 'event',
      figures: [
        { name: 'accepted a second', value: acceptedPerSecond },
        { name: 'delivered a second', value: deliveredPerSecond },
      ],
      violations,
    },
    ...idleResult(TITLES.idle('start', form), afterStart),
    ...idleResult(TITLES.idle('load', form), afterLoad),
    ...memoryResult(TITLES.memory(form), memory),
  ]
}
