import type { DeliveryId, EndpointId, TenantId } from '@posthorn/contracts'
import { describe, expect, it } from 'vitest'
import { Dispatcher, type DispatcherDependencies } from './dispatcher.ts'
import { InFlight } from './in-flight.ts'

const JOB = 500
let made = 0
const tenantIds = (count: number) => Array.from({ length: count }, () => `tenant-${(made += 1)}` as TenantId)

/** A worker that has not begun to claim: what it takes stays with it. */
function dispatcher(): Dispatcher {
  const inFlight = new InFlight({ slots: 4000, bytes: 280 * 1024 ** 2, bytesPerSlot: 64 * 1024 })
  return new Dispatcher({ inFlight, monotonicMs: () => 0 } as unknown as DispatcherDependencies)
}

function job(tenantId: TenantId, deliveries: number) {
  const deliveryIds = Array.from({ length: deliveries }, () => `delivery-${(made += 1)}` as DeliveryId)
  return { tenantId, deliveryIds, endpointIds: deliveryIds.map(() => 'endpoint' as EndpointId) }
}

/** Jobs of all of them in turn, until no more are taken. */
function fill(worker: Dispatcher, tenants: readonly TenantId[]): void {
  for (let tookOne = true; tookOne; ) {
    tookOne = tenants.map((tenantId) => worker.handle(job(tenantId, JOB))).includes('taken')
  }
}

describe('a worker', () => {
  it.each([1, 6, 20, 100, 400])(
    'with backlogs of %i tenants takes the jobs of one with little at once',
    (busy) => {
      const worker = dispatcher()
      fill(worker, tenantIds(busy))
      for (const tenantId of tenantIds(500)) {
        expect(worker.handle(job(tenantId, 1))).toBe('taken')
        expect(worker.handle(job(tenantId, 16))).toBe('taken')
      }
    },
  )

  it.each([6, 20, 70])('has a part of the backlog of each of %i tenants', (busy) => {
    const worker = dispatcher()
    const tenants = tenantIds(busy)
    fill(worker, tenants)
    expect(new Set(worker.sweepLimits().busy)).toEqual(new Set(tenants))
  })

  it('leaves more than a few seconds of work in the queue, for other workers', () => {
    const worker = dispatcher()
    const [tenantId] = tenantIds(1) as [TenantId]
    const taken = Array.from({ length: 20 }, () => worker.handle(job(tenantId, JOB)))
    expect(taken.filter((each) => each === 'taken')).toHaveLength(8)
  })

  it('takes no more of a tenant from the sweeper than from jobs, and keeps room for light tenants', () => {
    const worker = dispatcher()
    const [tenantId] = tenantIds(1) as [TenantId]
    for (let part = 0; part < 200; part += 1) {
      const { deliveryIds } = job(tenantId, JOB)
      worker.add(
        deliveryIds.map((deliveryId) => ({ tenantId, deliveryId, endpointId: 'endpoint' as EndpointId })),
      )
    }
    expect(worker.sweepLimits().limit).toBe(1000)
    for (const other of tenantIds(500)) expect(worker.handle(job(other, 16))).toBe('taken')
  })

  it('lets the sweeper find light tenants while others have filled its memory', () => {
    const worker = dispatcher()
    fill(worker, tenantIds(400))
    for (const tenantId of tenantIds(100)) worker.handle(job(tenantId, 16))
    const { limit, perTenant } = worker.sweepLimits()
    expect([limit, perTenant]).toEqual([200, 16])
  })
})
