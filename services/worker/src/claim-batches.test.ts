import { setTimeout } from 'node:timers/promises'
import { type DeliveryId, newId } from '@posthorn/contracts'
import type { ClaimedDelivery, ClaimResult } from '@posthorn/database'
import { afterEach, describe, expect, it } from 'vitest'
import { ClaimBatches } from './claim-batches.ts'
import { type Due, DueDeliveries } from './due-deliveries.ts'
import { InFlight } from './in-flight.ts'

const CLAIM_MS = 2
const BACKLOG = 400
const DEADLINE_MS = 10_000

/** Claims from what is due, each of which takes a few milliseconds; what is claimed is delivered at once. */
function claiming() {
  const due = new DueDeliveries(100_000)
  const ofTenant = new Map<DeliveryId, string>()
  const claimed: string[] = []
  const inFlight: InFlight = new InFlight(
    { slots: 4000, bytes: 280 * 1024 ** 2, bytesPerSlot: 64 * 1024 },
    () => batches.wake(),
  )
  const batches = new ClaimBatches({
    due,
    inFlight,
    async claim(ids): Promise<ClaimResult[]> {
      await setTimeout(CLAIM_MS)
      return ids.map(
        (deliveryId) => ({ deliveryId, tenantId: ofTenant.get(deliveryId) }) as unknown as ClaimedDelivery,
      )
    },
    onClaimed({ delivery, slot }) {
      claimed.push(delivery.tenantId)
      slot.release()
    },
    isReady: () => true,
    monotonicMs: () => performance.now(),
    logger: { warn() {}, error() {} },
  })
  const add = (tenantId: string) => {
    const each: Due = { tenantId, endpointId: `${tenantId}-1`, deliveryId: newId('delivery') }
    ofTenant.set(each.deliveryId, tenantId)
    due.add(each)
    batches.wake()
  }
  return { batches, add, count: (tenantId: string) => claimed.filter((each) => each === tenantId).length }
}

describe('claims', () => {
  const stop = new AbortController()
  afterEach(() => stop.abort())

  it('are made of a backlog also while tenants with little have something due at any time', {
    timeout: 2 * DEADLINE_MS,
  }, async () => {
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
})
