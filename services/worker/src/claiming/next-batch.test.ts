import { newId } from '@posthorn/contracts'
import { describe, expect, it } from 'vitest'
import { DueDeliveries } from './due-deliveries.ts'
import { InFlight } from './in-flight.ts'
import { LargeBodies } from './large-bodies.ts'
import { NextBatch } from './next-batch.ts'

const KIB = 1024
const FULL_SPEED = { share: 1, isPaused: false }

/** Backlogs of these tenants. */
function batchesOf(tenants: string[], { allowed = [] as string[] } = {}) {
  const due = new DueDeliveries(10_000)
  const inFlight = new InFlight({ slots: 1000, bytes: 1000 * 64 * KIB, bytesPerSlot: 64 * KIB })
  const allowances = { left: (tenantId: string) => (allowed.includes(tenantId) ? 1 : 0.9) }
  for (const tenantId of tenants) {
    for (let number = 0; number < 100; number += 1) {
      due.add({ tenantId, endpointId: `${tenantId}-1`, deliveryId: newId('delivery') })
    }
  }
  const next = new NextBatch({ due, inFlight, allowances, large: new LargeBodies(), mayClaim: () => true })
  return (pace: { share: number; isPaused: boolean }) =>
    next.take('own', pace).map(({ due: { tenantId } }) => tenantId)
}

describe('the next claim of a backlog', () => {
  it('is of one tenant, tenants in turn', () => {
    const take = batchesOf(['one', 'other'])
    const takenOf = [take(FULL_SPEED), take(FULL_SPEED), take(FULL_SPEED)].map((batch) => new Set(batch))
    expect(takenOf).toEqual([new Set(['one']), new Set(['other']), new Set(['one'])])
  })

  it('is smaller at a slow pace', () => {
    const take = batchesOf(['one'])
    const sizes = [1, 0.5, 0.2, 0.01].map((share) => take({ share, isPaused: false }).length)
    expect(sizes).toEqual([40, 20, 8, 4])
  })

  it('is not made in a pause, except of a tenant within its allowance', () => {
    const take = batchesOf(['beyond', 'within'], { allowed: ['within'] })
    const paused = { share: 1, isPaused: true }
    expect(new Set([...take(paused), ...take(paused)])).toEqual(new Set(['within']))
    expect(batchesOf(['beyond'])(paused)).toEqual([])
  })
})
