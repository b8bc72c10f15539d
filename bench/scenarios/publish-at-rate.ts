import { type Cost, costPerUnit } from '../cost/cost.ts'
import type { BenchTenant, Lab } from '../lab.ts'
import { type Latency, latencyOf } from '../latency.ts'
import type { LoadReply } from '../load/messages.ts'

const WARM_UP_PER_SECOND = 500

export interface Published {
  /** From the time at which each event was due to the reply, without the warm-up. */
  latency: Latency
  /** The cost of one event, without the warm-up. */
  cost: Cost | undefined
  /** Replies, numbered from 0; events are numbered from `from`. */
  warmUp: { from: number; replies: LoadReply[] }
  measured: { from: number; replies: LoadReply[] }
}

/**
 * Publishes at a steady rate, after a warm-up at a higher rate: at fifty a second V8 would take minutes to compile the
 * services.
 * @param options.from the number of the first event
 * @param options.seconds duration after the warm-up. Default: that of the profile
 * @param options.settled waits until the deliveries of the warm-up are complete
 */
export async function publishAtRate(
  lab: Lab,
  {
    tenant,
    types,
    bytes,
    perSecond,
    from = 0,
    seconds: measuredSeconds = lab.profile.latencySeconds,
    settled = async () => {},
  }: {
    tenant: BenchTenant
    types: readonly string[]
    bytes: number
    perSecond: number
    from?: number
    seconds?: number
    settled?: (warmUp: readonly LoadReply[]) => Promise<void>
  },
): Promise<Published> {
  const { warmUpSeconds } = lab.profile
  const publish = async (ratePerSecond: number, seconds: number, first: number) => {
    const { replies } = await lab.load({
      shape: { kind: 'event', url: tenant.eventsUrl, key: tenant.key, types, bytes, from: first },
      pace: { kind: 'open', ratePerSecond, count: ratePerSecond * seconds },
    })
    return { from: first, replies }
  }
  const warmUp = await publish(WARM_UP_PER_SECOND, warmUpSeconds, from)
  await settled(warmUp.replies)
  const costed = tenant.watchCost()
  const measured = await publish(perSecond, measuredSeconds, from + warmUp.replies.length)
  const span = await costed()
  return {
    latency: latencyOf(measured.replies.map(({ intendedMs, repliedMs }) => repliedMs - intendedMs)),
    cost: costPerUnit(
      span,
      measured.replies.map(({ repliedMs }) => repliedMs),
    ),
    warmUp,
    measured,
  }
}
