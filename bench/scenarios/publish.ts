import { eachOf } from '../cost/cost.ts'
import type { BenchTenant, Lab } from '../lab.ts'
import { CONNECTIONS, EVENT_BYTES } from '../raw/raw-loops.ts'
import { perSecondText } from '../result.ts'
import { refusals } from './reconcile.ts'
import type { Scenario } from './scenario.ts'
import { loadSteadily } from './steady-load.ts'

const BATCH = 100
const BATCH_CONNECTIONS = 8
const BATCHED_PER_SECOND_MIN = 15_000
const NO_OP_SHARE_MIN = 0.25
/** The names of the results, which the README refers to. */
export const BATCHES_TITLE = `publish in batches of ${BATCH}, 1.5 kB`
export const PUBLISH_TITLE = `publish one by one, ${CONNECTIONS} connections, 1.5 kB`

/** Without a worker: deliveries wait in the database and in the queue. */
const onePublishing = async (lab: Lab) => {
  const tenant = await lab.posthorn(['api'])
  await tenant.endpoint({ url: 'http://127.0.0.1:9/' })
  return tenant
}

export const publishOneByOne: Scenario = {
  name: 'publish',
  what: `publish one by one, ${CONNECTIONS} connections, 1.5 kB, each stored before its 202`,
  of: 'no-op',
  inQuick: true,
  onPostgres: true,
  async run(lab) {
    const tenant = await onePublishing(lab)
    const { replies, perSecond, latency, cost } = await loadSteadily(lab, {
      tenant,
      shape: {
        kind: 'event',
        url: tenant.eventsUrl,
        key: tenant.key,
        types: ['order.paid'],
        bytes: EVENT_BYTES,
        from: 0,
      },
      connections: CONNECTIONS,
    })
    return [
      {
        scenario: PUBLISH_TITLE,
        value: perSecondText(perSecond),
        perSecond,
        target: '25 % of the no-op',
        shareMin: NO_OP_SHARE_MIN,
        latency,
        cost,
        unit: 'event',
        violations: [...refusals(replies), ...(await storedViolations(tenant, replies.length))],
      },
    ]
  },
}

export const publishInBatches: Scenario = {
  name: 'batches',
  what: `publish in batches of ${BATCH}`,
  of: 'insert',
  inQuick: true,
  onPostgres: true,
  async run(lab) {
    const tenant = await onePublishing(lab)
    const { replies, latency, cost, ...steady } = await loadSteadily(lab, {
      tenant,
      shape: {
        kind: 'batch',
        url: `${tenant.eventsUrl}/batch`,
        key: tenant.key,
        types: ['order.paid'],
        bytes: EVENT_BYTES,
        size: BATCH,
      },
      connections: BATCH_CONNECTIONS,
    })
    const perSecond = steady.perSecond * BATCH
    return [
      {
        scenario: BATCHES_TITLE,
        value: perSecondText(perSecond),
        perSecond,
        target: perSecondText(BATCHED_PER_SECOND_MIN),
        isReached: perSecond >= BATCHED_PER_SECOND_MIN,
        latency,
        cost: cost === undefined ? undefined : eachOf(cost, BATCH),
        unit: 'event',
        violations: [...refusals(replies), ...(await storedViolations(tenant, replies.length * BATCH))],
      },
    ]
  },
}

async function storedViolations(tenant: BenchTenant, accepted: number): Promise<string[]> {
  const [row] = await tenant.query<{ stored: number }>('SELECT count(*)::int AS stored FROM events')
  return row?.stored === accepted ? [] : [`${accepted} accepted, ${row?.stored} stored`]
}
