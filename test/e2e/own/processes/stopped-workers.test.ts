import type { Attempt, Delivery, Page, SentTestEvent } from '@posthorn/contracts'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { expireLeases } from '../../../harness/database/expire-leases.ts'
import { type Posthorn, startPosthorn, type Tenant } from '../../../harness/posthorn.ts'
import { type Receiver, startReceiver } from '../../../harness/receiver.ts'
import { BACKENDS } from '../../../harness/redis/redis.ts'
import { waitUntil } from '../../../harness/wait-until.ts'

describe.each(BACKENDS)('with the queue on %s, while no worker runs', (queue) => {
  let posthorn: Posthorn
  let tenant: Tenant
  let receiver: Receiver
  let status: number
  beforeAll(async () => {
    posthorn = await startPosthorn({ queue, services: ['api', 'worker'] })
  })
  beforeEach(async () => {
    tenant = await posthorn.createTenant()
    receiver = await startReceiver(() => ({ status }))
    return () => receiver.close()
  })
  afterAll(() => posthorn.stop())

  const publish = () => posthorn.api.post(`${tenant.path}/events`, { type: 'order.paid', data: {} })

  /** A delivery that has failed, and the API's reply when it is retried by hand. */
  async function failedDelivery() {
    status = 404
    const endpoint = await tenant.endpoint({ url: receiver.url })
    await publish()
    const [failed] = await tenant.settled(1)
    const path = `${tenant.path}/deliveries/${failed?.id}`
    const change = (to: 'enable' | 'disable') =>
      posthorn.api.post(`${tenant.path}/endpoints/${endpoint.id}/${to}`, {})
    return { id: failed?.id, path, change, retry: () => posthorn.api.post(`${path}/retry`, {}) }
  }

  it('several retries by hand that are requested before one begins are one attempt', async () => {
    const { path, retry } = await failedDelivery()
    await posthorn.stopAll('worker')
    const replies = await Promise.all(Array.from({ length: 8 }, retry))
    expect(replies.map((reply) => reply.status)).toEqual(Array.from({ length: 8 }, () => 202))

    await Promise.all([posthorn.start('worker'), posthorn.start('worker')])
    await receiver.waitFor(2)
    // A later event was delivered, so the jobs of the eight are done as well.
    await publish()
    await tenant.settled(2)
    await waitUntil('no attempt to be in flight or requested', async () => {
      const [row] = await posthorn.database.query<{ busy: number }>(
        'SELECT count(*)::int AS busy FROM deliveries WHERE manual_at IS NOT NULL OR remind_at IS NOT NULL',
      )
      return row?.busy === 0
    })
    expect((await posthorn.api.get(path)).body).toMatchObject({ status: 'failed', attemptCount: 2 })
    expect(receiver.received).toHaveLength(3)
  })

  it('an endpoint disabled before a retry by hand: 409; after it and before its attempt begins: the retry is dropped', async () => {
    const { id, path, change, retry } = await failedDelivery()
    await change('disable')
    expect(await retry()).toMatchObject({
      status: 409,
      body: {
        code: 'conflict',
        detail: 'The delivery cannot be retried. Its endpoint is disabled or deleted: enable it first.',
      },
    })

    await posthorn.stopAll('worker')
    await change('enable')
    expect((await retry()).status).toBe(202)
    await change('disable')
    await posthorn.start('worker')
    await waitUntil('the delivery to wait for its endpoint, without a reminder', async () => {
      const rows = await posthorn.database.query(
        'SELECT FROM deliveries WHERE id = $1 AND remind_at IS NULL AND NOT EXISTS (SELECT FROM leases WHERE delivery_id = $1)',
        [id],
      )
      return rows.length === 1
    })
    expect((await posthorn.api.get(path)).body).toMatchObject({ status: 'failed', attemptCount: 1 })
    expect(receiver.received).toHaveLength(1)
  })

  it('a test of an endpoint whose worker is lost is made by another worker', async () => {
    status = 200
    const { id } = await tenant.endpoint({ url: receiver.url })
    await posthorn.stopAll('worker')
    const { body: sent } = await posthorn.api.post<SentTestEvent>(
      `${tenant.path}/endpoints/${id}/test`,
      undefined,
    )
    // Simulates that a worker claimed it and died, and its lease expired.
    await posthorn.database.query(
      `INSERT INTO leases (delivery_id, endpoint_id, number, claimed_at, expires_at)
       SELECT id, endpoint_id, 1, now(), now() FROM deliveries WHERE id = $1`,
      [sent.deliveryId],
    )
    await expireLeases(posthorn.database, sent.deliveryId)
    await posthorn.start('worker')

    const path = `${tenant.path}/deliveries/${sent.deliveryId}`
    const finished = await waitUntil('the test to be finished', async () => {
      const { body } = await posthorn.api.get<Delivery>(path)
      return body.status !== 'pending' && body
    })
    expect(finished).toMatchObject({ status: 'succeeded', attemptCount: 2 })
    const attempts = await posthorn.api.get<Page<Attempt>>(`${path}/attempts`)
    expect(attempts.body.data.map(({ trigger, errorCode }) => ({ trigger, errorCode }))).toEqual([
      { trigger: 'test', errorCode: null },
      { trigger: 'test', errorCode: 'worker_lost' },
    ])
  })
})
