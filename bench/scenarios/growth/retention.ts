import { latencyOf } from '../../latency.ts'
import type { LoadReply } from '../../load/messages.ts'
import { EVENT_BYTES } from '../../raw/raw-loops.ts'
import { count, type Result } from '../../result.ts'
import { publishAtRate } from '../publish-at-rate.ts'
import { violationsOf } from '../reconcile.ts'
import type { Scenario } from '../scenario.ts'
import { tookMs } from '../took.ts'
import { compared } from './compared.ts'
import { fillExpired } from './fill-expired.ts'

const TYPE = 'growth.published'
const PER_SECOND = 200
const RATIO_MAX = 1.5
/** Workers look for expired partitions every 10 seconds, and drop one after the other. */
const LONGER = 2

export const droppedPartition: Scenario = {
  name: 'retention',
  what: 'publishing and delivering while a partition with a million rows is dropped',
  inQuick: false,
  onPostgres: false,
  async run(lab) {
    const { expired } = lab.profile
    const receivers = await lab.receivers(1)
    const tenant = await lab.posthorn(['api', 'worker'])
    await tenant.endpoint({ url: receivers.urls[0] ?? '', eventTypes: [TYPE] })
    const old = await fillExpired(tenant, expired)
    lab.say(`${count(expired)} deliveries have expired`)
    const arrived = (goal: number) => lab.until('arrived', () => receivers.arrivedInAll(), goal)
    const seconds = LONGER * lab.profile.latencySeconds
    const load = { tenant, types: [TYPE], bytes: EVENT_BYTES, perSecond: PER_SECOND, seconds }
    const before = await publishAtRate(lab, { ...load, settled: (warmUp) => arrived(warmUp.length) })
    const first = before.warmUp.replies.length + before.measured.replies.length
    await arrived(first)
    // From the beginning of the measurement on: a worker drops them within it, unless it is a short one.
    const after = await publishAtRate(lab, {
      ...load,
      from: first,
      settled: async (warmUp: readonly LoadReply[]) => {
        await arrived(first + warmUp.length)
        await old.letDrop()
      },
    })
    const replies = [before, after].flatMap(({ warmUp, measured }) => [
      ...warmUp.replies,
      ...measured.replies,
    ])
    await arrived(replies.length)
    const isDropped = lab.profile.name === 'quick' || (await old.areDropped())
    const arrivals = await receivers.close()

    const results: Result[] = [
      {
        ...compared('publish', {
          before: before.latency,
          after: after.latency,
          ratioMax: RATIO_MAX,
          beside: 'of before',
        }),
        cost: after.cost,
        unit: 'event',
        violations: [
          ...violationsOf({ replies, arrivals, expected: replies.length }),
          ...(isDropped ? [] : ['the expired partitions were not dropped within the measurement']),
        ],
      },
      compared('publish to arrival', {
        before: latencyOf(tookMs(before.measured, arrivals)),
        after: latencyOf(tookMs(after.measured, arrivals)),
        ratioMax: RATIO_MAX,
        beside: 'of before',
      }),
    ]
    return results.map((result) => ({
      ...result,
      scenario: `dropping a partition of ${count(expired)} deliveries: ${result.scenario}`,
    }))
  },
}
