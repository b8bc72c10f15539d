import type { BenchTenant, Lab } from '../lab.ts'
import { latencyOf } from '../latency.ts'
import { CONNECTIONS, EVENT_BYTES } from '../raw/raw-loops.ts'
import { perSecondText, type Result } from '../result.ts'
import { refusals } from './reconcile.ts'
import type { Scenario } from './scenario.ts'

const BATCH = 100
const BATCH_CONNECTIONS = 8
const BATCHED_PER_SECOND_MIN = 15_000
const NO_OP_SHARE_MIN = 0.25

/** Without a worker: what is published waits in the database and in the queue. */
const onePublishing = async (lab: Lab) => {
  const tenant = await lab.posthorn(['api'])
  await tenant.endpoint({ url: 'http://127.0.0.1:9/' })
  return tenant
}

export const publishOneByOne: Scenario = {
  name: 'publish',
  what: `publish one by one, ${CONNECTIONS} connections, 1.5 kB, each stored before its 202`,
  onPostgres: true,
  async run(lab) {
    const tenant = await onePublishing(lab)
    const { answers, seconds } = await lab.load({
      shape: {
        kind: 'event',
        url: tenant.eventsUrl,
        key: tenant.key,
        types: ['order.paid'],
        bytes: EVENT_BYTES,
        from: 0,
      },
      pace: {
        kind: 'closed',
        connections: CONNECTIONS,
        seconds: lab.profile.seconds,
        countMax: Number.POSITIVE_INFINITY,
      },
    })
    const stored = await storedEvents(tenant)
    const perSecond = answers.length / seconds
    return [
      {
        scenario: `publish one by one, ${CONNECTIONS} connections, 1.5 kB`,
        value: perSecondText(perSecond),
        perSecond,
        target: '25 % of the no-op',
        of: 'no-op',
        shareMin: NO_OP_SHARE_MIN,
        latency: latencyOf(answers.map(({ intendedMs, answeredMs }) => answeredMs - intendedMs)),
        faults: [...refusals(answers), ...storedFaults(stored, answers.length)],
      },
    ]
  },
}

export const publishInBatches: Scenario = {
  name: 'batches',
  what: `publish in batches of ${BATCH}`,
  onPostgres: true,
  async run(lab) {
    const tenant = await onePublishing(lab)
    const { answers, seconds } = await lab.load({
      shape: {
        kind: 'batch',
        url: `${tenant.eventsUrl}/batch`,
        key: tenant.key,
        types: ['order.paid'],
        bytes: EVENT_BYTES,
        size: BATCH,
      },
      pace: {
        kind: 'closed',
        connections: BATCH_CONNECTIONS,
        seconds: lab.profile.seconds,
        countMax: Number.POSITIVE_INFINITY,
      },
    })
    const stored = await storedEvents(tenant)
    const perSecond = (answers.length * BATCH) / seconds
    const result: Result = {
      scenario: `publish in batches of ${BATCH}, 1.5 kB`,
      value: perSecondText(perSecond),
      perSecond,
      target: perSecondText(BATCHED_PER_SECOND_MIN),
      isReached: perSecond >= BATCHED_PER_SECOND_MIN,
      of: 'insert',
      latency: latencyOf(answers.map(({ intendedMs, answeredMs }) => answeredMs - intendedMs)),
      faults: [...refusals(answers), ...storedFaults(stored, answers.length * BATCH)],
    }
    return [result]
  },
}

async function storedEvents(tenant: BenchTenant): Promise<number> {
  const [row] = await tenant.query<{ stored: number }>('SELECT count(*)::int AS stored FROM events')
  return row?.stored ?? 0
}

function storedFaults(stored: number, accepted: number): string[] {
  return stored === accepted ? [] : [`${accepted} accepted, ${stored} stored`]
}
