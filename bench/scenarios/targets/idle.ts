import { cpuMsOf, SERVICES, type Span, totalOf } from '../../cost/cost.ts'
import type { BenchTenant, Lab } from '../../lab.ts'
import type { Result } from '../../result.ts'

const IDLE_CORES_MAX = 0.02
/** Services that use less have ended their start, or their work after a load. */
const SETTLED_CORES_MAX = 0.1
const LOOK_SECONDS = 1

/** What an idle installation uses, in cores. */
export interface Idle {
  services: number
  /** PostgreSQL and Redis. */
  stores: number
}

/** Waits until the services have settled, then measures them. */
export async function measureIdle(lab: Lab, tenant: BenchTenant): Promise<Idle | undefined> {
  await untilSettled(lab, tenant)
  return coresOf(await watch(lab, { tenant, seconds: lab.profile.idleSeconds }))
}

/** Waits until the services use little in two measurements in a row: V8 still compiles, or rounds work off the load. */
export async function untilSettled(lab: Lab, tenant: BenchTenant): Promise<void> {
  const { profile, say } = lab
  const deadlineMs = performance.now() + profile.settleSecondsMax * 1000
  let quiet = 0
  while (quiet < 2) {
    if (performance.now() > deadlineMs) {
      say(`the services have not settled after ${profile.settleSecondsMax} s`)
      return
    }
    const idle = coresOf(await watch(lab, { tenant, seconds: LOOK_SECONDS }))
    quiet = idle === undefined || idle.services < SETTLED_CORES_MAX ? quiet + 1 : 0
  }
}

async function watch(lab: Lab, { tenant, seconds }: { tenant: BenchTenant; seconds: number }): Promise<Span> {
  const ended = tenant.watchCost()
  await lab.pause(seconds)
  return ended()
}

/** The use of a span in cores; undefined when the system does not report it. */
export function coresOf({ fromMs, toMs, used }: Span): Idle | undefined {
  if (cpuMsOf(used) === undefined) return undefined
  const us = (toMs - fromMs) * 1000
  const services = totalOf(used, SERVICES) / us
  return { services, stores: totalOf(used) / us - services }
}

/** The result of an idle installation; none when the system does not report usage. */
export function idleResult(scenario: string, idle: Idle | undefined): Result[] {
  if (idle === undefined) return []
  const { services, stores } = idle
  return [
    {
      scenario,
      value: `${services.toFixed(3)} cores, PostgreSQL and Redis ${stores.toFixed(3)}`,
      target: `${IDLE_CORES_MAX} cores`,
      isReached: services <= IDLE_CORES_MAX,
      figures: [
        { name: 'cores of the services', value: services },
        { name: 'cores of PostgreSQL and Redis', value: stores },
      ],
      violations: [],
    },
  ]
}
