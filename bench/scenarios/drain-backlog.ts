import { type Cost, costPerUnit } from '../cost/cost.ts'
import type { BenchTenant, Lab } from '../lab.ts'
import type { LoadReply } from '../load/messages.ts'
import { EVENT_BYTES } from '../raw/raw-loops.ts'
import { type Drain, drainOf } from '../receivers/drain.ts'
import type { Receivers } from '../receivers/receivers.ts'
import { violationsOf } from './reconcile.ts'
import { unrecordedOf } from './unrecorded.ts'

const ENDPOINTS = 10
const BATCH = 100
const PUBLISH_SECONDS_MAX = 600

/** The result of draining a backlog. */
export interface Drained extends Drain {
  cost: Cost | undefined
  violations: string[]
}

/** Publishes a backlog while no worker runs. */
export async function publishBacklog(
  lab: Lab,
  size: number,
): Promise<{
  tenant: BenchTenant
  receivers: Receivers
  replies: LoadReply[]
}> {
  const receivers = await lab.receivers(ENDPOINTS)
  const tenant = await lab.posthorn(['api'])
  const types = receivers.urls.map((_, index) => `backlog.endpoint-${index}`)
  for (const [index, url] of receivers.urls.entries()) {
    await tenant.endpoint({ url, eventTypes: [types[index]], maxInFlight: 100 })
  }
  const { replies } = await lab.load({
    shape: {
      kind: 'batch',
      url: `${tenant.eventsUrl}/batch`,
      key: tenant.key,
      types,
      bytes: EVENT_BYTES,
      size: BATCH,
    },
    pace: {
      kind: 'closed',
      connections: 4,
      seconds: PUBLISH_SECONDS_MAX,
      countMax: size / BATCH,
    },
  })
  await tenant.query('ANALYZE')
  return { tenant, receivers, replies }
}

/**
 * Waits until every delivery has arrived and is recorded.
 * @param options.atHalf called when half has arrived; the measurement starts there
 */
export async function drain(
  lab: Lab,
  {
    tenant,
    receivers,
    replies,
    expected,
    atHalf = async () => {},
  }: {
    tenant: BenchTenant
    receivers: Receivers
    /** The replies to publishing, which may still arrive. */
    replies: LoadReply[] | Promise<LoadReply[]>
    expected: number
    atHalf?: () => Promise<void>
  },
): Promise<Drained> {
  const watched = async () => {
    await lab.until('half has arrived', () => receivers.arrivedInAll(), expected / 2)
    const costed = tenant.watchCost()
    await atHalf()
    await lab.until('arrived', () => receivers.arrivedInAll(), expected)
    return costed()
  }
  const [span, published] = await Promise.all([watched(), replies])
  const unrecorded = await unrecordedOf(tenant, expected)
  const arrivals = await receivers.close()
  return {
    ...drainOf(arrivals),
    cost: costPerUnit(
      span,
      arrivals.map(({ atMs }) => atMs),
    ),
    violations: [...violationsOf({ replies: published, arrivals, expected }), ...unrecorded],
  }
}
