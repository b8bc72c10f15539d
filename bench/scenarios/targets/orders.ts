import type { BenchTenant, Lab } from '../../lab.ts'
import type { LoadReply, Pace } from '../../load/messages.ts'
import { ORDER_TYPE } from '../../load/order.ts'
import type { Arrival } from '../../receivers/messages.ts'
import { type Form, PROGRAMS } from '../../version.ts'
import { violationsOf } from '../reconcile.ts'
import { unrecordedOf } from '../unrecorded.ts'

const WARM_UP_PER_SECOND = 500
const IN_FLIGHT_MAX = 500

/** Orders that were published, numbered over the life of an installation. */
export interface PublishedOrders {
  /** The number of the first event, of request 0. */
  from: number
  replies: LoadReply[]
}

/** An installation whose tenant publishes orders to one endpoint. */
export interface OrderFlow {
  tenant: BenchTenant
  /** Publishes at a rate at which V8 compiles the services within seconds. */
  warmUp(): Promise<void>
  /** Resolves when everything that was published has arrived. */
  publish(pace: Pace): Promise<PublishedOrders>
  /** Closes the endpoint and compares what was accepted, arrived and is recorded. */
  close(): Promise<{ arrivals: Arrival[]; violations: string[] }>
}

export async function startOrderFlow(lab: Lab, form: Form): Promise<OrderFlow> {
  const receivers = await lab.receivers(1)
  const tenant = await lab.posthorn(PROGRAMS[form])
  await tenant.endpoint({ url: receivers.urls[0], eventTypes: [ORDER_TYPE], maxInFlight: IN_FLIGHT_MAX })
  const all: LoadReply[] = []
  const accepted = () => all.filter(({ status }) => status === 202).length

  async function publish(pace: Pace): Promise<PublishedOrders> {
    const from = all.length
    const { replies } = await lab.load({
      shape: { kind: 'order', url: tenant.eventsUrl, key: tenant.key, from },
      pace,
    })
    for (const reply of replies) all.push(reply)
    await lab.until('arrived', () => receivers.arrivedInAll(), accepted())
    return { from, replies }
  }

  return {
    tenant,
    publish,
    async warmUp() {
      const count = WARM_UP_PER_SECOND * lab.profile.warmUpSeconds
      await publish({ kind: 'open', ratePerSecond: WARM_UP_PER_SECOND, count })
    },
    async close() {
      const expected = accepted()
      const unrecorded = await unrecordedOf(tenant, expected)
      const arrivals = await receivers.close()
      return {
        arrivals,
        violations: [...violationsOf({ replies: all, arrivals, expected }), ...unrecorded],
      }
    },
  }
}
