import { newId, type TenantId } from '@posthorn/contracts'
import type { DeliveryQueue, QueueJob, Reminder } from '@posthorn/queue'
import { describe, expect, it } from 'vitest'
import { handOver, type TakeDeliveries } from './hand-over.ts'

/** A queue and a worker that keep what they get. */
function parts(take: TakeDeliveries = () => 'taken') {
  const queued: Reminder[] = []
  const taken: QueueJob[] = []
  const queue = { add: async (reminders: readonly Reminder[]) => void queued.push(...reminders) }
  const handed = handOver(queue as DeliveryQueue, (job) => {
    const outcome = take(job)
    if (outcome === 'taken') taken.push(job)
    return outcome
  })
  return { queued, taken, add: (reminders: readonly Reminder[]) => handed.add(reminders) }
}

const reminder = (tenantId: string, more: Partial<Reminder> = {}): Reminder => ({
  tenantId: tenantId as TenantId,
  endpointId: newId('endpoint'),
  deliveryId: newId('delivery'),
  attemptNumber: 1,
  ...more,
})

describe('the deliveries of one process', () => {
  it('that are due go to its worker, those of a tenant together, and make no job', async () => {
    const { add, queued, taken } = parts()
    const [first, second, other] = [reminder('acme'), reminder('acme'), reminder('globex')] as const
    await add([first, other, second])
    expect(queued).toEqual([])
    expect(taken).toEqual([
      {
        tenantId: 'acme',
        deliveryIds: [first.deliveryId, second.deliveryId],
        endpointIds: [first.endpointId, second.endpointId],
      },
      { tenantId: 'globex', deliveryIds: [other.deliveryId], endpointIds: [other.endpointId] },
    ])
  })

  it('that are due later become jobs', async () => {
    const { add, queued, taken } = parts()
    const later = reminder('acme', { delayMs: 5000, attemptNumber: 2 })
    await add([later])
    expect(taken).toEqual([])
    expect(queued).toEqual([later])
  })

  it('of a tenant for which the worker has no room become jobs; those of others do not', async () => {
    const { add, queued, taken } = parts(({ tenantId }) =>
      tenantId === 'busy' ? { retryInMs: 100 } : 'taken',
    )
    const [busy, other] = [reminder('busy'), reminder('acme')] as const
    await add([busy, other])
    expect(queued).toEqual([busy])
    expect(taken.map(({ tenantId }) => tenantId)).toEqual(['acme'])
  })

  it('of a large batch go to it in parts, so that the worker can refuse those that its tenant has no room for', async () => {
    let room = 1200
    const { add, queued, taken } = parts(({ deliveryIds }) => {
      if (deliveryIds.length > room) return { retryInMs: 100 }
      room -= deliveryIds.length
      return 'taken'
    })
    const batch = Array.from({ length: 1600 }, () => reminder('acme'))
    await add(batch)
    expect(taken.map(({ deliveryIds }) => deliveryIds.length)).toEqual([500, 500, 100])
    expect(queued).toEqual(batch.slice(1000, 1500))
  })
})
