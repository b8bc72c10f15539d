import { newId } from '@posthorn/contracts'
import { describe, expect, it } from 'vitest'
import { DueDeliveries } from './due-deliveries.ts'
import { InFlight } from './in-flight.ts'
import { LargeBodies } from './large-bodies.ts'
import { NextBatch } from './next-batch.ts'

const KIB = 1024

/** Backlogs of these tenants. */
function batchesOf(
  tenants: string[],
  pace = { share: (_tenantId: string) => 1, allows: (_tenantId: string) => true },
) {
  const due = new DueDeliveries(10_000)
  const inFlight = new InFlight({ slots: 1000, bytes: 1000 * 64 * KIB, bytesPerSlot: 64 * KIB })
  for (const tenantId of tenants) {
    for (let number = 0; number < 100; number += 1) {
      due.add({ tenantId, endpointId: `${tenantId}-1`, deliveryId: newId('delivery') })
    }
  }
  const next = new NextBatch({ due, inFlight, pace, large: new LargeBodies(), mayClaim: () => true })
  return () => next.take('backlog').map(({ due: { tenantId } }) => tenantId)
}

describe('the next claim of a backlog', () => {
  it('is of one tenant, tenants in turn', () => {
    const take = batchesOf(['one', 'other'])
    const takenOf = [take(), take(), take()].map((batch) => new Set(batch))
    expect(takenOf).toEqual([new Set(['one']), new Set(['other']), new Set(['one'])])
  })

  it('is smaller at a slow pace', () => {
    let share = 1
    const take = batchesOf(['one'], { share: () => share, allows: () => true })
    const sizes = [1, 0.5, 0.2, 0.01].map((now) => {
      share = now
      return take().length
    })
    expect(sizes).toEqual([40, 20, 8, 4])
  })

  it('is not made of a tenant that the pace does not allow now', () => {
    const take = batchesOf(['beyond', 'within'], {
      share: () => 1,
      allows: (tenantId) => tenantId === 'within',
    })
    expect(new Set([...take(), ...take()])).toEqual(new Set(['within']))
  })
})
