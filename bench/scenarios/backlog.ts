import type { BenchTenant } from '../lab.ts'
import { CONNECTIONS, EVENT_BYTES } from '../raw/raw-loops.ts'
import { count, perSecondText } from '../result.ts'
import { faultsOf } from './reconcile.ts'
import type { Scenario } from './scenario.ts'

const ENDPOINTS = 10
const SIGNED_SHARE_MIN = 0.33
const FAN_OUT_ENDPOINTS = 100
const FAN_OUT_PER_SECOND_MIN = 5000
const BATCH = 100

export const drainBacklog: Scenario = {
  name: 'backlog',
  what: 'a backlog, one worker, every attempt on record',
  onPostgres: true,
  async run(lab) {
    const { backlog } = lab.profile
    const receivers = await lab.receivers(ENDPOINTS)
    const tenant = await lab.posthorn(['api'])
    const types = receivers.urls.map((_, index) => `backlog.endpoint-${index}`)
    for (const [index, url] of receivers.urls.entries()) {
      await tenant.endpoint({ url, eventTypes: [types[index]], maxInFlight: 100 })
    }
    const { answers } = await lab.load({
      shape: {
        kind: 'batch',
        url: `${tenant.eventsUrl}/batch`,
        key: tenant.key,
        types,
        bytes: EVENT_BYTES,
        size: BATCH,
      },
      pace: { kind: 'closed', connections: 4, seconds: 600, countMax: backlog / BATCH },
    })
    await tenant.query('ANALYZE')
    await tenant.start('worker')
    const perSecond = await drained(() => receivers.arrivedInAll(), backlog, lab.until)
    const unrecorded = await unrecordedOf(tenant, backlog)
    return [
      {
        scenario: `backlog of ${count(backlog)} deliveries, one worker`,
        value: perSecondText(perSecond),
        perSecond,
        target: '33 % of signed POSTs',
        of: 'signed-post',
        shareMin: SIGNED_SHARE_MIN,
        faults: [
          ...faultsOf({ answers, arrivals: await receivers.close(), expected: backlog }),
          ...unrecorded,
        ],
      },
    ]
  },
}

export const fanOut: Scenario = {
  name: 'fan-out',
  what: `one event to ${FAN_OUT_ENDPOINTS} endpoints`,
  onPostgres: true,
  async run(lab) {
    const receivers = await lab.receivers(FAN_OUT_ENDPOINTS)
    const tenant = await lab.posthorn(['api', 'worker'])
    for (const url of receivers.urls) await tenant.endpoint({ url })
    const expected = lab.profile.fanOuts * FAN_OUT_ENDPOINTS
    const drain = drained(() => receivers.arrivedInAll(), expected, lab.until)
    const { answers } = await lab.load({
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
        connections: Math.min(4, CONNECTIONS),
        seconds: 600,
        countMax: lab.profile.fanOuts,
      },
    })
    const perSecond = await drain
    const unrecorded = await unrecordedOf(tenant, expected)
    return [
      {
        scenario: `one event to ${FAN_OUT_ENDPOINTS} endpoints`,
        value: `${perSecondText(perSecond)} deliveries`,
        perSecond,
        target: perSecondText(FAN_OUT_PER_SECOND_MIN),
        isReached: perSecond >= FAN_OUT_PER_SECOND_MIN,
        of: 'signed-post',
        faults: [...faultsOf({ answers, arrivals: await receivers.close(), expected }), ...unrecorded],
      },
    ]
  },
}

/** How many a second, from the first arrival to the last. */
async function drained(
  reached: () => number,
  goal: number,
  until: (what: string, reached: () => number, goal: number) => Promise<void>,
): Promise<number> {
  await until('the first arrival', reached, 1)
  const [before, beganMs] = [reached(), performance.now()]
  await until('arrived', reached, goal)
  return ((goal - before) * 1000) / (performance.now() - beganMs)
}

/** Waits until the results are written: the last request has arrived a moment before its attempt is on record. */
async function unrecordedOf(tenant: BenchTenant, expected: number): Promise<string[]> {
  const look = async () => {
    const [row] = await tenant.query<{ recorded: number }>(
      `SELECT count(*)::int AS recorded FROM attempts a JOIN deliveries d ON d.id = a.delivery_id
       WHERE d.status = 'succeeded' AND a.result = 'succeeded'`,
    )
    return row?.recorded ?? 0
  }
  for (let tries = 0; tries < 100; tries += 1) {
    if ((await look()) === expected) return []
    await new Promise((resolve) => {
      setTimeout(resolve, 100)
    })
  }
  return [`${count(await look())} of ${count(expected)} attempts on record`]
}
