import type { Attempt, Page } from '@posthorn/contracts'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { eventIdOf, publishLoad } from '../../../harness/load.ts'
import { type Posthorn, startPosthorn } from '../../../harness/posthorn.ts'
import { startReceiver } from '../../../harness/receiver.ts'
import { BACKENDS } from '../../../harness/redis/redis.ts'
import { waitUntil } from '../../../harness/wait-until.ts'

const RECOVERY_MS = 50_000

describe.each(BACKENDS)('with the queue on %s, every accepted event arrives although', (queue) => {
  let posthorn: Posthorn
  beforeAll(async () => {
    posthorn = await startPosthorn({ queue, services: ['api', 'worker'] })
  })
  afterAll(() => posthorn.stop())

  it('the API dies between the commit and adding the job', async () => {
    const receiver = await startReceiver()
    const tenant = await posthorn.createTenant()
    await tenant.endpoint({ url: receiver.url })
    await posthorn.service('api').stop()
    const dying = await posthorn.start('api', { imports: ['die-before-enqueue.ts'] })

    const publication = posthorn.api.post(`${tenant.path}/events`, {
      id: 'order-1',
      type: 'order.completed',
      data: {},
    })
    // The reply does not wait for the job: it may have been sent already.
    await Promise.allSettled([publication, dying.exited])
    await posthorn.start('api')

    const [delivery] = await tenant.settled(1)
    expect(delivery).toMatchObject({ status: 'succeeded', attemptCount: 1 })
    expect(receiver.received).toHaveLength(1)
    const again = await posthorn.api.post(`${tenant.path}/events`, {
      id: 'order-1',
      type: 'order.completed',
      data: {},
    })
    expect(again).toMatchObject({ status: 200, body: { id: delivery?.eventId, duplicate: true } })
    await receiver.close()
  })

  it('the API is killed under load', async () => {
    const receiver = await startReceiver()
    const tenant = await posthorn.createTenant()
    await tenant.endpoint({ url: receiver.url })
    const api = posthorn.service('api')

    const load = publishLoad(posthorn.api, {
      tenant: tenant.path,
      connections: 8,
      isOver: (count) => {
        if (count >= 100) api.signal('SIGKILL')
        return !api.isRunning()
      },
    })
    const { accepted } = await load
    await posthorn.start('api')

    expect(accepted.length).toBeGreaterThanOrEqual(100)
    const arrived = () => new Set(receiver.received.map(eventIdOf))
    await waitUntil('every accepted event to arrive', () => new Set(accepted).isSubsetOf(arrived()))
    await receiver.close()
  })

  it('the worker is killed with requests in flight, and the log names them', async () => {
    const held = Promise.withResolvers<void>()
    // The first ten never get a reply: their worker dies first.
    const receiver = await startReceiver((_request, index) =>
      index < 10 ? { status: 200, after: held.promise } : { status: 200 },
    )
    const tenant = await posthorn.createTenant()
    await tenant.endpoint({ url: receiver.url, timeoutSeconds: 5 })

    const { accepted } = await publishLoad(posthorn.api, {
      tenant: tenant.path,
      connections: 4,
      isOver: (count) => count >= 60,
    })
    await receiver.waitFor(10)
    await posthorn.service('worker').stop('SIGKILL')
    held.resolve()
    await posthorn.start('worker')

    const deliveries = await tenant.settled(accepted.length, RECOVERY_MS)
    expect(new Set(deliveries.map(({ eventId }) => eventId))).toEqual(new Set(accepted))
    expect(deliveries.every(({ status }) => status === 'succeeded')).toBe(true)

    // Whatever was sent twice is recorded twice: first as lost, then as succeeded.
    const twice = deliveries.filter(({ attemptCount }) => attemptCount > 1)
    expect(twice.length).toBeGreaterThanOrEqual(10)
    for (const { id } of twice) {
      const { body } = await posthorn.api.get<Page<Attempt>>(`${tenant.path}/deliveries/${id}/attempts`)
      expect(body.data.map(({ number, result, errorCode }) => ({ number, result, errorCode }))).toEqual([
        { number: 2, result: 'succeeded', errorCode: null },
        { number: 1, result: 'failed', errorCode: 'worker_lost' },
      ])
    }
    const attempts = deliveries.reduce((sum, { attemptCount }) => sum + attemptCount, 0)
    expect(receiver.received.length).toBeLessThanOrEqual(attempts)
    await receiver.close()
  })
})
