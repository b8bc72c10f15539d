import type { Profile } from '../profile.ts'
import { CONNECTIONS, EVENT_BYTES } from '../raw/raw-loops.ts'
import { count, perSecondText } from '../result.ts'
import { attemptsIn, sharesOf } from './attempts-made.ts'
import { drain, publishBacklog } from './drain-backlog.ts'
import type { Scenario } from './scenario.ts'

const SIGNED_SHARE_MIN = 0.33
const FAN_OUT_ENDPOINTS = 100
const FAN_OUT_PER_SECOND_MIN = 5000

/** The name of the result, which the README refers to. */
export function backlogTitle({ backlog }: Pick<Profile, 'backlog'>): string {
  return `backlog of ${count(backlog)} deliveries, one worker`
}

export const drainBacklog: Scenario = {
  name: 'backlog',
  what: 'a backlog, one worker, every attempt recorded',
  of: 'signed-post',
  inQuick: true,
  onPostgres: true,
  async run(lab) {
    const expected = lab.profile.backlog
    const published = await publishBacklog(lab, expected)
    await published.tenant.start('worker')
    const drained = await drain(lab, { ...published, expected })
    return [
      {
        ...drained,
        scenario: backlogTitle(lab.profile),
        value: perSecondText(drained.perSecond),
        target: '33 % of signed POSTs',
        shareMin: SIGNED_SHARE_MIN,
        unit: 'delivery',
      },
    ]
  },
}

export const twoWorkers: Scenario = {
  name: 'two-workers',
  what: 'a backlog that two workers share',
  of: 'signed-post',
  inQuick: true,
  onPostgres: true,
  async run(lab) {
    const { sharedBacklog: expected, workerShareMin } = lab.profile
    const published = await publishBacklog(lab, expected)
    const workers = await Promise.all([published.tenant.start('worker'), published.tenant.start('worker')])
    const attempts = () =>
      Promise.all(workers.map(async ({ url }) => attemptsIn(await (await fetch(`${url}/metrics`)).text())))
    // Counted from the half on, because the worker that was ready first started alone.
    let before: number[] = []
    const atHalf = async () => {
      before = await attempts()
    }
    const drained = await drain(lab, { ...published, expected, atHalf })
    const shares = sharesOf(before, await attempts())
    const text = shares.map((share) => `${Math.round(share * 100)} %`).join(' and ')
    const isFair = shares.every((share) => share >= workerShareMin)
    return [
      {
        ...drained,
        scenario: `backlog of ${count(expected)} deliveries, two workers`,
        value: `${perSecondText(drained.perSecond)} (${text})`,
        target: `each at least ${workerShareMin * 100} %`,
        isReached: isFair,
        unit: 'delivery',
        violations: [...drained.violations, ...(isFair ? [] : [`not shared fairly: ${text}`])],
      },
    ]
  },
}

export const fanOut: Scenario = {
  name: 'fan-out',
  what: `one event to ${FAN_OUT_ENDPOINTS} endpoints`,
  of: 'signed-post',
  inQuick: true,
  onPostgres: true,
  async run(lab) {
    const receivers = await lab.receivers(FAN_OUT_ENDPOINTS)
    const tenant = await lab.posthorn(['api', 'worker'])
    for (const url of receivers.urls) await tenant.endpoint({ url })
    const load = lab.load({
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
    const replies = load.then((result) => result.replies)
    const expected = lab.profile.fanOuts * FAN_OUT_ENDPOINTS
    const drained = await drain(lab, { tenant, receivers, replies, expected })
    return [
      {
        ...drained,
        scenario: `one event to ${FAN_OUT_ENDPOINTS} endpoints`,
        value: `${perSecondText(drained.perSecond)} deliveries`,
        target: perSecondText(FAN_OUT_PER_SECOND_MIN),
        isReached: drained.perSecond >= FAN_OUT_PER_SECOND_MIN,
        unit: 'delivery',
      },
    ]
  },
}
