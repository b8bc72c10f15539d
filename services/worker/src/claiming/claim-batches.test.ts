import { setTimeout } from 'node:timers/promises'
import { type DeliveryId, type EventId, newId } from '@posthorn/contracts'
import type { ClaimedDelivery, ClaimOptions, ClaimResult } from '@posthorn/database'
import { afterEach, describe, expect, it } from 'vitest'
import { ClaimBatches } from './claim-batches.ts'
import { DueDeliveries } from './due-deliveries.ts'
import { InFlight, type Slot } from './in-flight.ts'

const KIB = 1024
const MIB = 1024 * KIB
const CLAIM_MS = 2
const BACKLOG = 400
const DEADLINE_MS = 10_000

interface Made {
  tenantId: string
  eventId: EventId
  bodyBytes: number
}

/** What one claim read. */
interface Claimed {
  asked: number
  read: Made[]
}

/** Claims from what is due, each of which takes a few milliseconds. What is claimed is delivered when the test says so. */
function claiming({ bytes = 280 * MIB, isDelivered = (_tenantId: string): boolean => true } = {}) {
  const due = new DueDeliveries(100_000)
  const made = new Map<DeliveryId, Made>()
  const claims: Claimed[] = []
  const unclaimable = new Set<DeliveryId>()
  const errors: { deliveryId?: DeliveryId; message: string | undefined }[] = []
  const hanging: { tenantId: string; bodyBytes: number; slot: Slot }[] = []
  const inFlight: InFlight = new InFlight({ slots: 4000, bytes, bytesPerSlot: 64 * KIB }, () =>
    batches.claimMore(),
  )
  const batches = new ClaimBatches({
    due,
    inFlight,
    async claim(ids, { hasRoomFor = () => true }: ClaimOptions): Promise<ClaimResult[]> {
      await setTimeout(CLAIM_MS)
      if (ids.some((id) => unclaimable.has(id))) throw new Error('a value of a row cannot be read')
      const results = ids.map((deliveryId): ClaimResult => {
        const of = made.get(deliveryId) as Made
        return hasRoomFor({ deliveryId, ...of })
          ? { kind: 'claimed', delivery: { deliveryId, ...of } as unknown as ClaimedDelivery }
          : { kind: 'no_room' }
      })
      const read = results.flatMap((result) =>
        result.kind === 'claimed' ? (result.delivery as unknown as Made) : [],
      )
      claims.push({ asked: ids.length, read })
      return results
    },
    onClaimed({ delivery, slot }) {
      const { tenantId, bodyBytes } = delivery as unknown as Made
      if (isDelivered(tenantId)) slot.release()
      else hanging.push({ tenantId, bodyBytes, slot })
    },
    isReady: () => true,
    monotonicMs: () => performance.now(),
    logger: {
      warn() {},
      error: (fields: object, message?: string) => void errors.push({ ...fields, message }),
    },
  })
  return {
    batches,
    claims,
    unclaimable,
    errors,
    hanging,
    /** Makes a delivery due, of an event of its own unless it is of one that is given. */
    add: (tenantId: string, bodyBytes = KIB, eventId = newId('event')) => {
      const deliveryId = newId('delivery')
      made.set(deliveryId, { tenantId, eventId, bodyBytes })
      due.add({ tenantId, endpointId: `${tenantId}-1`, deliveryId })
      batches.claimMore()
      return deliveryId
    },
    count: (tenantId: string) =>
      claims.flatMap(({ read }) => read).filter((each) => each.tenantId === tenantId).length,
  }
}

const sum = (numbers: number[]) => numbers.reduce((total, number) => total + number, 0)

async function until(what: string, isTrue: () => boolean): Promise<void> {
  const untilMs = performance.now() + DEADLINE_MS
  while (!isTrue()) {
    if (performance.now() > untilMs) throw new Error(`waited in vain for ${what}`)
    await setTimeout(1)
  }
}

describe('claims', { timeout: 2 * DEADLINE_MS }, () => {
  let stop = new AbortController()
  afterEach(() => {
    stop.abort()
    stop = new AbortController()
  })

  it('include a backlog also while light tenants always have something due', async () => {
    const { batches, add, count } = claiming()
    for (let number = 0; number < BACKLOG; number += 1) add('backlog')
    void batches.run(stop.signal)
    const untilMs = performance.now() + DEADLINE_MS
    let light = 0
    while (count('backlog') < BACKLOG && performance.now() < untilMs && light < 50 * BACKLOG) {
      // Twenty of them in each turn: there is always a shared claim to be made.
      for (let tenant = 0; tenant < 20; tenant += 1) add(`light-${(light += 1)}`)
      await setTimeout(1)
    }
    expect(count('backlog')).toBe(BACKLOG)
    expect(light).toBeLessThan(50 * BACKLOG)
  })

  it.each([
    ['5 MiB', 5 * MIB],
    ['25 MiB', 25 * MIB],
  ])(
    'read no more bodies of %s than the memory holds, and others are served while their requests hang',
    async (_size, bodyBytes) => {
      const { batches, add, count, hanging } = claiming({ isDelivered: (tenantId) => tenantId !== 'large' })
      for (let number = 0; number < 200; number += 1) add('large', bodyBytes)
      void batches.run(stop.signal)
      await until('some of them', () => hanging.length >= Math.floor((150 * MIB) / bodyBytes))
      for (let tenant = 0; tenant < 100; tenant += 1) {
        add(`small-${tenant}`)
        await until('a small one', () => count(`small-${tenant}`) === 1)
      }
      expect(sum(hanging.map((each) => each.bodyBytes))).toBeLessThan(280 * MIB)
      // Once they are delivered, so is the rest.
      await until('all of them', () => {
        for (const { slot } of hanging.splice(0)) slot.release()
        return count('large') === 200
      })
    },
  )

  it('read a large body before the deliveries that became due after it', async () => {
    const { batches, add, claims } = claiming()
    for (let number = 0; number < 30; number += 1) add('mixed')
    add('mixed', 5 * MIB)
    for (let number = 0; number < BACKLOG; number += 1) add('mixed')
    void batches.run(stop.signal)
    const read = () => claims.flatMap((claim) => claim.read)
    await until('the large body', () => read().some(({ bodyBytes }) => bodyBytes === 5 * MIB))
    // A few claims of the backlog may come first.
    expect(read().findIndex(({ bodyBytes }) => bodyBytes === 5 * MIB)).toBeLessThan(30 + 3 * 40)
  })

  it('that tenants share do not read a large body', async () => {
    const { batches, add, claims, count } = claiming()
    for (let number = 0; number < 16; number += 1) add('large', 5 * MIB)
    for (let tenant = 0; tenant < 20; tenant += 1) add(`small-${tenant}`, 10 * KIB)
    void batches.run(stop.signal)
    await until(
      'all of them',
      () => count('large') === 16 && claims.flatMap(({ read }) => read).length === 36,
    )
    const shared = claims.filter(({ read }) => read.some(({ tenantId }) => tenantId !== 'large'))
    const bytes = shared.map(({ read }) => sum(read.map(({ bodyBytes }) => bodyBytes)))
    expect(Math.max(...bytes)).toBeLessThanOrEqual(20 * 256 * KIB)
    expect(shared.flatMap(({ read }) => read).map(({ tenantId }) => tenantId)).not.toContain('large')
    // That they are large was found out once.
    expect(claims.filter(({ read }) => read.length === 0).length).toBeLessThanOrEqual(1)
  })

  it('read one body of maximum size at a time, and an event once for all its deliveries', async () => {
    const { batches, add, claims, count } = claiming()
    for (let number = 0; number < 20; number += 1) add('apart', 25 * MIB)
    const eventId = newId('event')
    for (let number = 0; number < 6; number += 1) add('of-one', 5 * MIB, eventId)
    void batches.run(stop.signal)
    await until('all of them', () => count('apart') === 20 && count('of-one') === 6)
    const reads = claims.map(({ read }) => read).filter(({ length }) => length > 0)
    for (const read of reads.filter(([first]) => first?.tenantId === 'apart')) expect(read).toHaveLength(1)
    expect(reads.filter(([first]) => first?.tenantId === 'of-one')).toHaveLength(1)
  })

  it('include a body that is larger than the memory', async () => {
    const { batches, add, count } = claiming({ bytes: 16 * MIB })
    for (const tenantId of ['one', 'other'])
      for (let number = 0; number < 3; number += 1) add(tenantId, 25 * MIB)
    void batches.run(stop.signal)
    await until('all of them', () => count('one') + count('other') === 6)
    expect([count('one'), count('other')]).toEqual([3, 3])
  })

  it('leave out the one delivery that makes them fail, and name it in the log', async () => {
    const { batches, add, count, unclaimable, errors } = claiming()
    for (let number = 0; number < 9; number += 1) add('one')
    const broken = add('one')
    unclaimable.add(broken)
    void batches.run(stop.signal)
    await until('the others', () => count('one') === 9)
    await until('its log line', () => errors.length > 0)
    expect(errors).toMatchObject([{ deliveryId: broken, message: 'claim.delivery_failed' }])
  })

  it('are not repeated while there is no memory for the due deliveries', async () => {
    const { batches, add, claims, hanging } = claiming({ isDelivered: () => false })
    for (let number = 0; number < 100; number += 1) add('large', 5 * MIB)
    void batches.run(stop.signal)
    await until('as many as may be', () => hanging.length >= 30)
    await setTimeout(300)
    const made = claims.length
    await setTimeout(300)
    expect(claims.length - made).toBeLessThanOrEqual(1)
  })
})
