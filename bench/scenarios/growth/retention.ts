import { type Latency, latencyOf } from '../../latency.ts'
import type { LoadReply } from '../../load/messages.ts'
import { EVENT_BYTES } from '../../raw/raw-loops.ts'
import { count, type Result } from '../../result.ts'
import { type Published, publishAtRate } from '../publish-at-rate.ts'
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
    const load = {
      tenant,
      types: [TYPE],
      bytes: EVENT_BYTES,
      perSecond: PER_SECOND,
      seconds: LONGER * lab.profile.latencySeconds,
    }
    let published = 0
    const measure = async (begins: () => Promise<unknown> = async () => {}) => {
      const settled = async (warmUp: readonly LoadReply[]) => {
        await arrived(published + warmUp.length)
        await begins()
      }
      const run = await publishAtRate(lab, { ...load, from: published, settled })
      published += run.warmUp.replies.length + run.measured.replies.length
      await arrived(published)
      return run
    }
    const before = await measure()
    // From the beginning of the measurement on: a worker drops them within it, unless it is a short one.
    const during = await measure(old.letDrop)
    const isDropped = lab.profile.name === 'quick' || (await old.areDropped())
    const afterwards = await measure()
    const replies = [before, during, afterwards].flatMap(({ warmUp, measured }) => [
      ...warmUp.replies,
      ...measured.replies,
    ])
    const arrivals = await receivers.close()

    // A shared machine changes its speed within minutes: what is compared is measured between the two others.
    const comparedWithout = (what: string, latencyIn: (run: Published) => Latency): Result =>
      compared(what, {
        before: { p95: (latencyIn(before).p95 + latencyIn(afterwards).p95) / 2 },
        after: latencyIn(during),
        ratioMax: RATIO_MAX,
        beside: 'of before and after',
      })
    const results: Result[] = [
      {
        ...comparedWithout('publish', ({ latency }) => latency),
        cost: during.cost,
        unit: 'event',
        violations: [
          ...violationsOf({ replies, arrivals, expected: replies.length }),
          ...(isDropped ? [] : ['the expired partitions were not dropped within the measurement']),
        ],
      },
      comparedWithout('publish to arrival', ({ measured }) => latencyOf(tookMs(measured, arrivals))),
    ]
    return results.map((result) => ({
      ...result,
      scenario: `dropping a partition of ${count(expired)} deliveries: ${result.scenario}`,
    }))
  },
}
