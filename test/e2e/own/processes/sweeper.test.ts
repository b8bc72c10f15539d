import { openDeliveryQueue } from '@posthorn/queue'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Posthorn, startPosthorn, type Tenant } from '../../../harness/posthorn.ts'
import { startReceiver } from '../../../harness/receiver.ts'
import { BACKENDS } from '../../../harness/redis/redis.ts'
import { waitUntil } from '../../../harness/wait-until.ts'

/** Waiting in the memory of the worker, beside the two that the tenant may have in flight. */
const EVENTS = 600
/** For hundreds of deliveries, on a machine that does much else. */
const SETTLE_MS = 90_000
/** Longer than any missing delivery is left, even while its tenant has others waiting. */
const LONG = '6 minutes'

describe.each(BACKENDS)('with the queue on %s, while a tenant keeps a worker busy, the sweeper', (queue) => {
  let posthorn: Posthorn
  beforeAll(async () => {
    const env = { WORKER_CONCURRENCY: '3' }
    posthorn = await startPosthorn({ queue, services: ['api'], env })
  })
  afterAll(() => posthorn.stop())

  async function publish(tenant: Tenant, count: number): Promise<void> {
    const events = Array.from({ length: count }, (_, number) => ({ type: 'order.paid', data: { number } }))
    expect((await posthorn.api.post(`${tenant.path}/events/batch`, { events })).status).toBe(202)
  }

  /** As when Redis loses its data. */
  async function loseJobs(): Promise<void> {
    const location = { redisUrl: posthorn.redis?.url, databaseUrl: posthorn.database.url }
    const jobs = await openDeliveryQueue(location, () => {})
    await waitUntil('the jobs to be added', async () => (await jobs.waiting()) > 0)
    await jobs.close()
    if (posthorn.redis === undefined) await posthorn.database.query('DELETE FROM bullmq.job')
    else await posthorn.redis.empty()
  }

  /** The tenant's deliveries that are due for longer than this and that no sweeper has taken. */
  async function overdue(tenant: Tenant, than: string): Promise<number> {
    const [row] = await posthorn.database.query<{ count: number }>(
      `SELECT count(*)::int AS count FROM deliveries
       WHERE tenant_id = $1 AND status = 'pending' AND remind_at < now() - $2::interval`,
      [tenant.id, than],
    )
    return row?.count ?? 0
  }

  it('adds its deliveries that have been missing for minutes, and all missing ones of others', async () => {
    const held = Promise.withResolvers<void>()
    const slow = await startReceiver(() => ({ status: 200, after: held.promise }))
    const healthy = await startReceiver()
    const [busy, other] = [await posthorn.createTenant(), await posthorn.createTenant()]
    await busy.endpoint({ url: slow.url, maxInFlight: 1000, timeoutSeconds: 30 })
    await other.endpoint({ url: healthy.url })
    await publish(other, 1)
    await loseJobs()
    await publish(busy, EVENTS)
    await posthorn.start('worker')
    await slow.waitFor(2)
    const remindAt = async (tenant: Tenant, ago: string, limit: number) =>
      posthorn.database.query(
        `UPDATE deliveries SET remind_at = now() - $2::interval WHERE id IN (
           SELECT id FROM deliveries WHERE tenant_id = $1 AND status = 'pending'
             AND id NOT IN (SELECT delivery_id FROM leases) ORDER BY id DESC LIMIT $3)`,
        [tenant.id, ago, limit],
      )
    await remindAt(busy, '1 minute', EVENTS)
    await remindAt(busy, LONG, 5)
    await remindAt(other, '1 second', 1)

    await healthy.waitFor(1)
    await waitUntil(
      'deliveries that were missing for minutes to be taken',
      async () => (await overdue(busy, '5 minutes')) === 0,
    )
    expect(await overdue(busy, '30 seconds')).toBeGreaterThan(EVENTS / 2)

    held.resolve()
    expect(await busy.settled(250, SETTLE_MS).catch(() => undefined)).not.toBeUndefined()
    await waitUntil('all to arrive', () => slow.received.length === EVENTS)
    await Promise.all([slow.close(), healthy.close()])
  })
})
