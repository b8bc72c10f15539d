import { setTimeout as sleep } from 'node:timers/promises'
import { totalOf } from '../../cost/cost.ts'
import type { BenchTenant, Lab } from '../../lab.ts'
import type { LoadReply } from '../../load/messages.ts'
import { EVENT_BYTES } from '../../raw/raw-loops.ts'
import type { Receivers } from '../../receivers/receivers.ts'
import { count, msText, type Result } from '../../result.ts'
import { publishAtRate } from '../publish-at-rate.ts'
import { residentMiB } from '../resident-memory.ts'
import type { Scenario } from '../scenario.ts'
import { comparedWithout, repliesOf } from './compared.ts'
import { fillWaiting } from './fill-waiting.ts'
import { watchRowsRead } from './rows-read.ts'
import { slowestListMs } from './slowest-list.ts'

const TYPE = 'growth.published'
const PER_SECOND = 200
const RATIO_MAX = 2
const RESIDENT_MIB_MAX = 300
const LIST_MS_MAX = 50
/** Including the event's delivery, its attempt and the periodic rounds. A full scan of a table would be a million. */
const ROWS_OF_EVENT_MAX = 200

export const manyWaiting: Scenario = {
  name: 'waiting',
  what: 'publishing, delivering, listing and sweeping beside a million waiting deliveries',
  inQuick: true,
  onPostgres: false,
  async run(lab) {
    const { waiting } = lab.profile
    const receivers = await lab.receivers(1)
    const tenant = await lab.posthorn(['api', 'worker'])
    await tenant.endpoint({ url: receivers.urls[0] ?? '', eventTypes: [TYPE] })
    const load = {
      tenant,
      types: [TYPE],
      bytes: EVENT_BYTES,
      perSecond: PER_SECOND,
      settled: (warmUp: readonly LoadReply[]) => arrived(receivers, lab, warmUp.length),
    }
    const before = await publishAtRate(lab, load)
    const first = repliesOf(before).length
    await arrived(receivers, lab, first)
    await fillWaiting(tenant, waiting)
    lab.say(`${count(waiting)} deliveries wait`)

    const rounds = await shareOfRounds(lab, tenant)
    const list = await slowestListMs(tenant)
    const readSince = await watchRowsRead(tenant)
    const after = await publishAtRate(lab, {
      ...load,
      from: first,
      settled: (warmUp) => arrived(receivers, lab, first + warmUp.length),
    })
    const replies = [...repliesOf(before), ...repliesOf(after)]
    await arrived(receivers, lab, replies.length)
    const read = await readSince()
    const rowsOfEvent = read.rows / repliesOf(after).length
    const memory = await residentMiB(tenant)
    const arrivals = await receivers.close()

    const results: Result[] = [
      ...comparedWithout(
        { without: [before], measured: after, replies, arrivals },
        { ratioMax: RATIO_MAX, beside: 'of none' },
      ),
      {
        scenario: 'the slowest list',
        value: msText(list),
        target: `under ${LIST_MS_MAX} ms`,
        isReached: list <= LIST_MS_MAX,
        violations: [],
      },
      {
        scenario: 'rows read',
        value: `${count(rowsOfEvent)} an event, most of ${read.most}; idle ${(rounds * 100).toFixed(1)} % of a core`,
        target: `by index: under ${ROWS_OF_EVENT_MAX} an event`,
        isReached: rowsOfEvent < ROWS_OF_EVENT_MAX,
        violations: [],
      },
      {
        scenario: 'memory',
        value: memory.map(({ name, mib }) => `${name} ${count(mib)} MiB`).join(', '),
        target: `under ${RESIDENT_MIB_MAX} MiB each`,
        isReached: memory.every(({ mib }) => mib < RESIDENT_MIB_MAX),
        violations: [],
      },
    ]
    return results.map((result) => ({
      ...result,
      scenario: `${count(waiting)} deliveries waiting: ${result.scenario}`,
    }))
  },
}

function arrived(receivers: Receivers, lab: Lab, goal: number): Promise<void> {
  return lab.until('arrived', () => receivers.arrivedInAll(), goal)
}

/** The processor use of all components without load, in cores: the sweeper and other rounds continue. */
async function shareOfRounds(lab: Lab, tenant: BenchTenant): Promise<number> {
  const costed = tenant.watchCost()
  await sleep((lab.profile.latencySeconds * 1000) / 3)
  const { fromMs, toMs, used } = await costed()
  return totalOf(used) / 1000 / (toMs - fromMs)
}
