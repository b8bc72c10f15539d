import { type Cost, costPerUnit } from '../cost/cost.ts'
import type { BenchTenant, Lab } from '../lab.ts'
import type { LoadReply } from '../load/messages.ts'
import type { RequestShape } from '../load/request-shape.ts'
import { type Steady, steadyOf } from '../load/steady.ts'

export interface SteadyLoad extends Steady {
  replies: LoadReply[]
  /** The cost of one request. */
  cost: Cost | undefined
}

/** Runs a closed loop over many connections. The result leaves out the warm-up. */
export async function loadSteadily(
  lab: Lab,
  { tenant, shape, connections }: { tenant: BenchTenant; shape: RequestShape; connections: number },
): Promise<SteadyLoad> {
  const { warmUpSeconds, seconds } = lab.profile
  const costed = tenant.watchCost(warmUpSeconds)
  const { replies } = await lab.load({
    shape,
    pace: {
      kind: 'closed',
      connections,
      seconds: warmUpSeconds + seconds,
      countMax: Number.POSITIVE_INFINITY,
    },
  })
  const cost = costPerUnit(
    await costed(),
    replies.map(({ repliedMs }) => repliedMs),
  )
  return { replies, cost, ...steadyOf(replies, warmUpSeconds) }
}
