import { type DeliveryId, newId, TenantId } from '@posthorn/contracts'
import { describe, expect, it } from 'vitest'
import {
  DELIVERIES_PER_QUEUE_JOB,
  queueJobsOf as jobsInLanes,
  QueueJob,
  type Reminder,
} from './queue-jobs.ts'

const TENANT = TenantId.parse('one')
const OTHER = TenantId.parse('other')

const reminders = (count: number, tenantId = TENANT): Reminder[] =>
  Array.from({ length: count }, () => ({
    tenantId,
    endpointId: newId('endpoint'),
    deliveryId: newId('delivery'),
    attemptNumber: 1,
  }))

/** With no recent additions. */
const queueJobsOf = (due: readonly Reminder[]) =>
  jobsInLanes(due, (_tenant, deliveries) => ({ express: deliveries, priority: 1 }))

const dataOf = (due: readonly Reminder[]) => ({
  tenantId: TENANT,
  endpointIds: due.map(({ endpointId }) => endpointId),
  deliveryIds: idsOf(due),
})

const idsOf = (due: readonly Reminder[]): DeliveryId[] => due.map(({ deliveryId }) => deliveryId)

describe('reminders that are added together', () => {
  it.each([
    [1, [1]],
    [500, [500]],
    [501, [500, 1]],
    [1625, [500, 500, 500, 125]],
  ])('%i of them share jobs, in their order: %j', (count, sizes) => {
    const due = reminders(count)
    const jobs = queueJobsOf(due)
    expect(jobs.map(({ data }) => data.deliveryIds.length)).toEqual(sizes)
    expect(jobs.flatMap(({ data }) => data.deliveryIds)).toEqual(idsOf(due))
    expect(jobs.every(({ delayMs }) => delayMs === 0)).toBe(true)
  })

  it('have their own job when they are delayed', () => {
    const [later, woken, ...rest] = reminders(4).map((reminder, index) => {
      if (index === 0) return { ...reminder, attemptNumber: 3, delayMs: 5000 }
      return index === 1 ? { ...reminder, tag: 'woken7' } : reminder
    }) as [Reminder, Reminder, ...Reminder[]]
    expect(queueJobsOf([later, woken, ...rest])).toEqual([
      {
        data: dataOf([woken, ...rest]),
        jobId: expect.stringMatching(/^several-[0-9a-f]{32}$/),
        delayMs: 0,
        priority: 0,
      },
      { data: dataOf([later]), jobId: `${later.deliveryId}-3`, delayMs: 5000, priority: 0 },
    ])
  })

  it('have the tag in the id of their job', () => {
    const [woken] = reminders(1).map((reminder) => ({ ...reminder, tag: 'woken7' })) as [Reminder]
    expect(queueJobsOf([woken])).toEqual([
      { data: dataOf([woken]), jobId: `${woken.deliveryId}-1-woken7`, delayMs: 0, priority: 0 },
    ])
  })

  it('are added once when they are the same', () => {
    const [one] = reminders(1) as [Reminder]
    expect(queueJobsOf([one, one])).toEqual([
      { data: dataOf([one]), jobId: `${one.deliveryId}-1`, delayMs: 0, priority: 0 },
    ])
  })
})

describe('jobs', () => {
  it('are of one tenant each', () => {
    const due = [...reminders(3), ...reminders(2, OTHER), ...reminders(1)]
    expect(queueJobsOf(due).map(({ data }) => [data.tenantId, data.deliveryIds.length])).toEqual([
      [TENANT, 4],
      [OTHER, 2],
    ])
  })

  it('are in the express lane within the allowance of their tenant, and in a later lane beyond it', () => {
    const [later, ...due] = reminders(700).map((each, index) =>
      index === 0 ? { ...each, delayMs: 5 } : each,
    )
    const jobs = jobsInLanes([later as Reminder, ...due], () => ({ express: 30, priority: 4 }))
    expect(jobs.map(({ data, priority, delayMs }) => [data.deliveryIds.length, priority, delayMs])).toEqual([
      [30, 0, 0],
      [500, 4, 0],
      [169, 4, 0],
      [1, 4, 5],
    ])
    expect(jobs.flatMap(({ data }) => data.deliveryIds)).toEqual(idsOf([...due, later as Reminder]))
  })
})

describe('the id of a job', () => {
  it('is the same for the same reminders, and another one for others', () => {
    const due = reminders(20)
    const idOf = (list: readonly Reminder[]) => queueJobsOf(list)[0]?.jobId
    expect(idOf(due)).toBe(idOf([...due]))
    const others = [
      due.slice(1),
      due.toReversed(),
      due.map((reminder, index) => (index === 19 ? { ...reminder, attemptNumber: 2 } : reminder)),
    ]
    expect(new Set([due, ...others].map(idOf)).size).toBe(4)
  })
})

describe('a job', () => {
  it.each([
    [0, false],
    [1, true],
    [DELIVERIES_PER_QUEUE_JOB, true],
    [DELIVERIES_PER_QUEUE_JOB + 1, false],
  ])('of %i deliveries is one: %s', (count, isOne) => {
    expect(QueueJob.safeParse(dataOf(reminders(count))).success).toBe(isOne)
  })

  it('names an endpoint for each delivery, or none as in version 0.1.0', () => {
    const { tenantId, deliveryIds, endpointIds } = dataOf(reminders(2))
    expect(QueueJob.safeParse({ deliveryIds }).success).toBe(true)
    expect(QueueJob.safeParse({ tenantId, deliveryIds, endpointIds: endpointIds.slice(1) }).success).toBe(
      false,
    )
  })
})
