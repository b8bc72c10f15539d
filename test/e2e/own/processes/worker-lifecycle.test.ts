import { type Attempt, type DeliveryId, type Page, TenantId } from '@posthorn/contracts'
import { openDeliveryQueue } from '@posthorn/queue'
import { request } from 'undici'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { expireLeases } from '../../../harness/database/expire-leases.ts'
import { type Posthorn, startPosthorn } from '../../../harness/posthorn.ts'
import { startReceiver } from '../../../harness/receiver.ts'
import { BACKENDS } from '../../../harness/redis/redis.ts'
import { waitUntil } from '../../../harness/wait-until.ts'

const RECOVERY_MS = 50_000

describe.each(BACKENDS)('with the queue on %s, a worker', (queue) => {
  let posthorn: Posthorn
  beforeAll(async () => {
    posthorn = await startPosthorn({ queue, services: ['api', 'worker'] })
  })
  afterAll(() => posthorn.stop())

  const publish = (path: string) => posthorn.api.post(`${path}/events`, { type: 'order.paid', data: {} })

  it('on SIGTERM is not ready, finishes deliveries in flight, and hands back the rest: nothing twice, nothing lost', async () => {
    const held = Promise.withResolvers<void>()
    const receiver = await startReceiver((_request, index) =>
      index < 3 ? { status: 200, after: held.promise } : { status: 200 },
    )
    const tenant = await posthorn.createTenant()
    await tenant.endpoint({ url: receiver.url, maxInFlight: 3 })
    await Promise.all(Array.from({ length: 10 }, () => publish(tenant.path)))
    await receiver.waitFor(3)

    const worker = posthorn.service('worker')
    worker.signal('SIGTERM')
    await waitUntil('readiness to fail', async () => {
      const reply = await request(`${worker.url}/readyz`)
      const body = (await reply.body.json()) as { status: string }
      return reply.statusCode === 503 && body.status === 'stopping'
    })
    expect(worker.isRunning()).toBe(true)
    held.resolve()
    await worker.exited
    await posthorn.start('worker')

    const deliveries = await tenant.settled(10, RECOVERY_MS)
    expect(deliveries.every(({ status, attemptCount }) => status === 'succeeded' && attemptCount === 1)).toBe(
      true,
    )
    expect(receiver.received).toHaveLength(10)
    await receiver.close()
  })

  it('that gets the same delivery by several jobs at once sends it once', async () => {
    const receiver = await startReceiver()
    const tenant = await posthorn.createTenant()
    const { id: endpointId } = await tenant.endpoint({ url: receiver.url })
    await posthorn.start('worker')
    const { body } = await publish(tenant.path)
    const { id } = body as { id: string }
    const { body: page } = await posthorn.api.get<Page<{ id: DeliveryId }>>(
      `${tenant.path}/events/${id}/deliveries`,
    )
    const deliveryId = page.data[0]?.id as DeliveryId

    const location = { redisUrl: posthorn.redis?.url, databaseUrl: posthorn.database.url }
    const jobs = await openDeliveryQueue(location, () => {})
    await jobs.add(
      Array.from({ length: 20 }, (_, index) => ({
        tenantId: TenantId.parse(tenant.id),
        endpointId,
        deliveryId,
        attemptNumber: 1,
        tag: `copy${index}`,
      })),
    )
    await tenant.settled(1)
    await publish(tenant.path)
    await tenant.settled(2)
    expect(receiver.received).toHaveLength(2)
    await jobs.close()
    await receiver.close()
  })

  it("that was frozen beyond its lease and resumes does not undo another one's work, and the record is correct", async () => {
    const held = Promise.withResolvers<void>()
    const receiver = await startReceiver((_request, index) =>
      index === 0 ? { status: 200, after: held.promise } : { status: 200 },
    )
    const tenant = await posthorn.createTenant()
    await tenant.endpoint({ url: receiver.url, timeoutSeconds: 30 })
    // Only the frozen worker can take it.
    await posthorn.stopAll('worker')
    const frozen = await posthorn.start('worker')
    await publish(tenant.path)
    await receiver.waitFor(1)
    frozen.signal('SIGSTOP')
    await expireLeases(posthorn.database)

    await posthorn.start('worker')
    const [delivery] = await tenant.settled(1, RECOVERY_MS)
    expect(delivery).toMatchObject({ status: 'succeeded', attemptCount: 2 })
    const attempts = async () => {
      const { body } = await posthorn.api.get<Page<Attempt>>(
        `${tenant.path}/deliveries/${delivery?.id}/attempts`,
      )
      return body.data.map(({ number, result, errorCode, statusCode }) => ({
        number,
        result,
        errorCode,
        statusCode,
      }))
    }
    expect(await attempts()).toEqual([
      { number: 2, result: 'succeeded', errorCode: null, statusCode: 200 },
      { number: 1, result: 'failed', errorCode: 'worker_lost', statusCode: null },
    ])

    // The first request was answered after all: once its worker resumes, the record says so.
    held.resolve()
    frozen.signal('SIGCONT')
    await waitUntil(
      'the first attempt to be corrected',
      async () => (await attempts())[1]?.errorCode === null,
    )
    expect(await attempts()).toEqual([
      { number: 2, result: 'succeeded', errorCode: null, statusCode: 200 },
      { number: 1, result: 'succeeded', errorCode: null, statusCode: 200 },
    ])
    expect(receiver.received).toHaveLength(2)
    await receiver.close()
  })

  it('that was frozen after its claim and resumes before it sent its request sends nothing', async () => {
    const receiver = await startReceiver()
    const tenant = await posthorn.createTenant()
    await tenant.endpoint({ url: receiver.url })
    await posthorn.stopAll('worker')
    const frozen = await posthorn.start('worker', { imports: ['freeze-after-claim.ts'] })
    await publish(tenant.path)
    const claimed = () => posthorn.database.query<{ id: string }>('SELECT delivery_id AS id FROM leases')
    await waitUntil('the delivery to be claimed', async () => (await claimed()).length === 1)
    await expireLeases(posthorn.database)

    await posthorn.start('worker')
    const [delivery] = await tenant.settled(1, RECOVERY_MS)
    expect(delivery).toMatchObject({ status: 'succeeded', attemptCount: 2 })
    frozen.signal('SIGCONT')
    await waitUntil(
      'the resumed worker to log that it sent nothing',
      () =>
        frozen.output().includes(`delivery ${delivery?.id} to endpoint`) &&
        frozen.output().includes('the claim was'),
    )
    const { body } = await posthorn.api.get<Page<Attempt>>(
      `${tenant.path}/deliveries/${delivery?.id}/attempts`,
    )
    expect(body.data.map(({ number, errorCode }) => ({ number, errorCode }))).toEqual([
      { number: 2, errorCode: null },
      { number: 1, errorCode: 'worker_lost' },
    ])
    expect(receiver.received.map(({ headers }) => headers['x-webhook-attempt'])).toEqual(['2'])
    await receiver.close()
  })
})
