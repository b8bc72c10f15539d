import type { Delivery, DeliveryId, Page } from '@posthorn/contracts'
import { openDeliveryQueue } from '@posthorn/queue'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Posthorn, startPosthorn, type Tenant } from '../harness/posthorn.ts'
import { startReceiver } from '../harness/receiver.ts'
import { BACKENDS } from '../harness/redis.ts'
import { waitUntil } from '../harness/wait-until.ts'

/** Twenty of them share a job. */
const COPIES = 4000
const MINUTE = 60

describe.each(BACKENDS)('while more jobs wait on %s than a worker does in seconds, the sweeper', (queue) => {
  let posthorn: Posthorn
  beforeAll(async () => {
    const env = { WORKER_CONCURRENCY: '1' }
    posthorn = await startPosthorn({ queue, services: ['api', 'worker'], env })
  })
  afterAll(() => posthorn.stop())

  async function publish(tenant: Tenant): Promise<DeliveryId> {
    const { body } = await posthorn.api.post<{ id: string }>(`${tenant.path}/events`, {
      type: 'order.paid',
      data: {},
    })
    const path = `${tenant.path}/events/${body.id}/deliveries`
    const { body: page } = await posthorn.api.get<Page<Delivery>>(path)
    return page.data[0]?.id as DeliveryId
  }

  const overdueBy = (id: DeliveryId, seconds: number) =>
    posthorn.database.query(
      'UPDATE deliveries SET remind_at = now() - make_interval(secs => $2) WHERE id = $1',
      [id, seconds],
    )
  const isOverdue = async (id: DeliveryId) => {
    const [row] = await posthorn.database.query<{ isOverdue: boolean }>(
      'SELECT remind_at < now() AS "isOverdue" FROM deliveries WHERE id = $1',
      [id],
    )
    return row?.isOverdue
  }

  it('adds only what has been missing for minutes, and the rest once it has emptied', async () => {
    const held = Promise.withResolvers<void>()
    const receiver = await startReceiver((_request, index) =>
      index === 0 ? { status: 200, after: held.promise } : { status: 200 },
    )
    const tenant = await posthorn.createTenant()
    await tenant.endpoint({ url: receiver.url, timeoutSeconds: 30 })
    const deliveryId = await publish(tenant)
    await receiver.waitFor(1)
    const location = { redisUrl: posthorn.redis?.url, databaseUrl: posthorn.database.url }
    const jobs = await openDeliveryQueue(location, () => {})
    await jobs.add(
      Array.from({ length: COPIES }, (_, index) => ({ deliveryId, attemptNumber: 1, tag: `copy${index}` })),
    )

    const [waiting, missing] = [await publish(tenant), await publish(tenant)]
    await overdueBy(waiting, MINUTE)
    await overdueBy(missing, 6 * MINUTE)
    await waitUntil('the sweeper to take what is missing', async () => (await isOverdue(missing)) === false)
    expect(await isOverdue(waiting)).toBe(true)

    held.resolve()
    await waitUntil('the sweeper to take the rest', async () => (await isOverdue(waiting)) !== true)
    const deliveries = await tenant.settled(3)
    expect(deliveries.every(({ status, attemptCount }) => status === 'succeeded' && attemptCount === 1)).toBe(
      true,
    )
    expect(receiver.received).toHaveLength(3)
    await jobs.close()
    await receiver.close()
  })
})
