import { type DeliveryId, newId } from '@posthorn/contracts'
import { describe, expect, it } from 'vitest'
import { DELIVERIES_PER_JOB, DeliverJob, jobsOf, type Reminder } from './jobs.ts'

const reminders = (count: number): Reminder[] =>
  Array.from({ length: count }, () => ({ deliveryId: newId('delivery'), attemptNumber: 1 }))

const idsOf = (due: readonly Reminder[]): DeliveryId[] => due.map(({ deliveryId }) => deliveryId)

describe('reminders that come together', () => {
  it.each([
    [1, [1]],
    [20, [20]],
    [21, [20, 1]],
    [65, [20, 20, 20, 5]],
  ])('%i of them share jobs, in their order: %j', (count, sizes) => {
    const due = reminders(count)
    const jobs = jobsOf(due)
    expect(jobs.map(({ deliveryIds }) => deliveryIds.length)).toEqual(sizes)
    expect(jobs.flatMap(({ deliveryIds }) => deliveryIds)).toEqual(idsOf(due))
    expect(jobs.every(({ delayMs }) => delayMs === 0)).toBe(true)
  })

  it('have a job of their own where they have a time of their own', () => {
    const [later, woken, ...rest] = reminders(4).map((reminder, index) => {
      if (index === 0) return { ...reminder, attemptNumber: 3, delayMs: 5000 }
      return index === 1 ? { ...reminder, tag: 'woken7' } : reminder
    }) as [Reminder, Reminder, ...Reminder[]]
    expect(jobsOf([later, woken, ...rest])).toEqual([
      {
        deliveryIds: idsOf([woken, ...rest]),
        jobId: expect.stringMatching(/^several-[0-9a-f]{32}$/),
        delayMs: 0,
      },
      { deliveryIds: idsOf([later]), jobId: `${later.deliveryId}-3`, delayMs: 5000 },
    ])
  })

  it('have the tag in the id of their job', () => {
    const [woken] = reminders(1).map((reminder) => ({ ...reminder, tag: 'woken7' })) as [Reminder]
    expect(jobsOf([woken])).toEqual([
      { deliveryIds: idsOf([woken]), jobId: `${woken.deliveryId}-1-woken7`, delayMs: 0 },
    ])
  })

  it('are one where they are the same', () => {
    const [one] = reminders(1) as [Reminder]
    expect(jobsOf([one, one])).toEqual([
      { deliveryIds: [one.deliveryId], jobId: `${one.deliveryId}-1`, delayMs: 0 },
    ])
  })
})

describe('the id of a job', () => {
  it('is the same for the same reminders, and another one for others', () => {
    const due = reminders(20)
    const idOf = (list: readonly Reminder[]) => jobsOf(list)[0]?.jobId
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
    [DELIVERIES_PER_JOB, true],
    [DELIVERIES_PER_JOB + 1, false],
  ])('of %i deliveries is one: %s', (count, isOne) => {
    expect(DeliverJob.safeParse({ deliveryIds: idsOf(reminders(count)) }).success).toBe(isOne)
  })
})
