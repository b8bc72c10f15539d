import type { Delivery, Page } from '@posthorn/contracts'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Posthorn, startPosthorn, type Tenant } from '../../../harness/posthorn.ts'
import { startReceiver } from '../../../harness/receiver.ts'
import { BACKENDS } from '../../../harness/redis/redis.ts'
import { waitUntil } from '../../../harness/wait-until.ts'

const CAPACITY = 2
const RECOVERY_MS = 50_000

describe.each(BACKENDS)('with the queue on %s, a worker that may have two deliveries in flight', (queue) => {
  let posthorn: Posthorn
  beforeAll(async () => {
    const env = { WORKER_CONCURRENCY: String(CAPACITY) }
    posthorn = await startPosthorn({ queue, services: ['api', 'worker'], env })
  })
  afterAll(() => posthorn.stop())

  /** Concurrent events share a job. */
  async function publish(tenant: Tenant, count: number): Promise<void> {
    const events = Array.from({ length: count }, (_, number) => ({ type: 'order.paid', data: { number } }))
    const { status } = await posthorn.api.post(`${tenant.path}/events/batch`, { events })
    expect(status).toBe(202)
  }

  it('makes no more attempts at once, however many deliveries a job has, and makes them all', async () => {
    let underWay = 0
    let most = 0
    const receiver = await startReceiver(() => {
      underWay += 1
      most = Math.max(most, underWay)
      const answered = async () => {
        await receiver.waitFor(CAPACITY)
        underWay -= 1
      }
      return { status: 200, after: answered() }
    })
    const tenant = await posthorn.createTenant()
    await tenant.endpoint({ url: receiver.url, maxInFlight: 100 })
    await publish(tenant, 50)
    const deliveries = await tenant.settled(50)
    expect(deliveries.every(({ status, attemptCount }) => status === 'succeeded' && attemptCount === 1)).toBe(
      true,
    )
    expect(receiver.received).toHaveLength(50)
    expect(most).toBe(CAPACITY)
    await receiver.close()
  })

  it('sends the others of a job when one of them cannot begin', async () => {
    const receiver = await startReceiver()
    const tenant = await posthorn.createTenant()
    const broken = await tenant.endpoint({ url: receiver.url, eventTypes: ['order.paid'] })
    await tenant.endpoint({ url: receiver.url })
    await posthorn.database.query('UPDATE endpoint_secrets SET sealed = $2 WHERE endpoint_id = $1', [
      broken.id,
      Buffer.alloc(64),
    ])
    await publish(tenant, 10)
    await waitUntil('the deliveries to the other endpoint', () => receiver.received.length === 10)
    const { body } = await posthorn.api.get<Page<Delivery>>(
      `${tenant.path}/deliveries?endpointId=${broken.id}&status=pending`,
    )
    expect(body.data).toHaveLength(10)
    await receiver.close()
  })

  it('leaves deliveries beyond its capacity to another worker', async () => {
    const held = Promise.withResolvers<void>()
    const receiver = await startReceiver(() => ({ status: 200, after: held.promise }))
    const tenant = await posthorn.createTenant()
    await tenant.endpoint({ url: receiver.url, maxInFlight: 100, timeoutSeconds: 30 })
    await publish(tenant, 100)
    await receiver.waitFor(CAPACITY)
    await posthorn.start('worker')
    await receiver.waitFor(2 * CAPACITY)
    held.resolve()
    await tenant.settled(100)
    // On a busy machine a delayed request may have timed out, and been sent once more.
    expect(new Set(receiver.received.map(({ headers }) => headers['webhook-id'])).size).toBe(100)
    await receiver.close()
  })

  it('finishes deliveries in flight on SIGTERM, and hands back the rest at once', async () => {
    const held = Promise.withResolvers<void>()
    const receiver = await startReceiver((_request, index) =>
      index < CAPACITY ? { status: 200, after: held.promise } : { status: 200 },
    )
    const tenant = await posthorn.createTenant()
    await tenant.endpoint({ url: receiver.url, maxInFlight: 100, timeoutSeconds: 30 })
    await posthorn.stopAll('worker')
    const worker = await posthorn.start('worker')
    await publish(tenant, 100)
    await receiver.waitFor(CAPACITY)
    worker.signal('SIGTERM')
    await waitUntil('the worker to be stopping', () => worker.logged('service.stopping').length > 0)
    held.resolve()
    await worker.exited
    expect(receiver.received).toHaveLength(CAPACITY)
    expect(await posthorn.database.query('SELECT FROM leases')).toEqual([])

    // Prevents the sweeper from finding them.
    await posthorn.database.query(
      "UPDATE deliveries SET remind_at = now() + interval '1 hour' WHERE status = 'pending'",
    )
    await posthorn.start('worker')
    const deliveries = await tenant.settled(100, RECOVERY_MS)
    expect(deliveries.every(({ status, attemptCount }) => status === 'succeeded' && attemptCount === 1)).toBe(
      true,
    )
    expect(receiver.received).toHaveLength(100)
    await receiver.close()
  })
})
