import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { eventIdOf, publishLoad } from '../../../harness/load.ts'
import { type Posthorn, startPosthorn, type Tenant } from '../../../harness/posthorn.ts'
import { type Receiver, startReceiver } from '../../../harness/receiver.ts'
import { BACKENDS } from '../../../harness/redis/redis.ts'
import { waitUntil } from '../../../harness/wait-until.ts'

const RECOVERY_MS = 50_000

describe.each(BACKENDS)('the three services in one process, with the queue on %s,', (queue) => {
  let posthorn: Posthorn
  let receiver: Receiver
  let tenant: Tenant
  beforeEach(async () => {
    posthorn = await startPosthorn({ queue, services: ['all'], env: { WORKER_CONCURRENCY: '4' } })
    tenant = await posthorn.createTenant()
  })
  afterEach(async () => {
    await posthorn.stop()
    await receiver.close()
  })

  const publish = () =>
    posthorn.api.post<{ id: string }>(`${tenant.path}/events`, { type: 'order.paid', data: {} })
  const addedJobs = async () => {
    const reply = await fetch(`${posthorn.service('api').url}/metrics`)
    const line = /^posthorn_queue_reminders_total\{outcome="added"\} (\d+)$/m.exec(await reply.text())
    return Number(line?.[1])
  }

  it('deliver a published event, and add no job for it', async () => {
    receiver = await startReceiver()
    await tenant.endpoint({ url: receiver.url })
    await publish()
    await tenant.settled(1)
    expect(receiver.received).toHaveLength(1)
    expect(await addedJobs()).toBe(0)
  })

  it('lose no accepted event when the process is killed under load', async () => {
    receiver = await startReceiver()
    await tenant.endpoint({ url: receiver.url })
    const first = posthorn.service('api')
    const { accepted } = await publishLoad(posthorn.api, {
      tenant: tenant.path,
      connections: 8,
      isOver: (count) => {
        if (count >= 100) first.signal('SIGKILL')
        return !first.isRunning()
      },
    })
    expect(accepted.length).toBeGreaterThanOrEqual(100)
    await posthorn.start('all')
    const arrived = () => new Set(receiver.received.map(eventIdOf))
    await waitUntil(
      'every accepted event to arrive',
      () => new Set(accepted).isSubsetOf(arrived()),
      RECOVERY_MS,
    )
  })

  it('finish deliveries in flight on SIGTERM, and leave the rest to the next process: each is sent once', async () => {
    const held = Promise.withResolvers<void>()
    receiver = await startReceiver((_request, index) =>
      index < 3 ? { status: 200, after: held.promise } : { status: 200 },
    )
    await tenant.endpoint({ url: receiver.url, maxInFlight: 3 })
    await Promise.all(Array.from({ length: 10 }, publish))
    await receiver.waitFor(3)
    const first = posthorn.service('api')
    first.signal('SIGTERM')
    await waitUntil('the process to stop listening', () =>
      fetch(`${first.url}/healthz`).then(
        () => false,
        () => true,
      ),
    )
    held.resolve()
    await first.exited
    await posthorn.start('all')
    const deliveries = await tenant.settled(10, RECOVERY_MS)
    expect(deliveries.map(({ status, attemptCount }) => [status, attemptCount])).toEqual(
      Array.from({ length: 10 }, () => ['succeeded', 1]),
    )
    expect(receiver.received).toHaveLength(10)
  })

  it('share their work with another worker when they have no room', async () => {
    const held = Promise.withResolvers<void>()
    receiver = await startReceiver((_request, index) =>
      index < 4 ? { status: 200, after: held.promise } : { status: 200 },
    )
    await tenant.endpoint({ url: receiver.url, maxInFlight: 500 })
    // All four slots of the process are taken; 200 more of the tenant may wait there, the others are jobs.
    await Promise.all(Array.from({ length: 300 }, publish))
    await posthorn.start('worker', { env: { WORKER_CONCURRENCY: '50' } })
    // More than the first process may have in flight.
    expect((await receiver.waitFor(50, RECOVERY_MS)).length).toBeGreaterThanOrEqual(50)
    held.resolve()
    const arrived = () => new Set(receiver.received.map(eventIdOf)).size
    await waitUntil('every event to arrive', () => arrived() === 300, RECOVERY_MS)
  })
})
