import type { LoadReply } from '../../load/messages.ts'
import { EVENT_BYTES } from '../../raw/raw-loops.ts'
import { count } from '../../result.ts'
import { publishAtRate } from '../publish-at-rate.ts'
import type { Scenario } from '../scenario.ts'
import { comparedWithout, repliesOf } from './compared.ts'
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
      published += repliesOf(run).length
      await arrived(published)
      return run
    }
    const before = await measure()
    // From the beginning of the measurement on: a worker drops them within it, unless it is a short one.
    const during = await measure(old.letDrop)
    const isDropped = lab.profile.name === 'quick' || (await old.areDropped())
    const afterwards = await measure()
    const replies = [before, during, afterwards].flatMap(repliesOf)
    const arrivals = await receivers.close()

    const [publish, arrival] = comparedWithout(
      { without: [before, afterwards], measured: during, replies, arrivals },
      { ratioMax: RATIO_MAX, beside: 'of before and after' },
    )
    const violations = isDropped ? [] : ['the expired partitions were not dropped within the measurement']
    const results = [{ ...publish, violations: [...publish.violations, ...violations] }, arrival]
    return results.map((result) => ({
      ...result,
      scenario: `dropping a partition of ${count(expired)} deliveries: ${result.scenario}`,
    }))
  },
}
