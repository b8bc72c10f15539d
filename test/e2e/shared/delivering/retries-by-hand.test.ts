import type { Attempt, Delivery, Page } from '@posthorn/contracts'
import { describe, expect, it } from 'vitest'
import { expireLeases } from '../../../harness/database/expire-leases.ts'
import type { Tenant } from '../../../harness/posthorn.ts'
import { startReceiver } from '../../../harness/receiver.ts'
import { BACKENDS } from '../../../harness/redis/redis.ts'
import { sharedPosthorn } from '../../../harness/shared/shared-posthorn.ts'
import { waitUntil } from '../../../harness/wait-until.ts'

describe.each(BACKENDS)('with the queue on %s and two workers', (queue) => {
  const posthorn = sharedPosthorn(queue)

  const publishOne = (tenant: Tenant) =>
    posthorn.api.post(`${tenant.path}/events`, { type: 'order.paid', data: {} })

  it('a retry by hand is made at once and leaves the schedule unchanged', async () => {
    let broken = true
    const receiver = await startReceiver(() => ({ status: broken ? 500 : 200 }))
    const tenant = await posthorn.createTenant()
    await tenant.endpoint({ url: receiver.url, retrySchedule: [3600] })
    await publishOne(tenant)
    await receiver.waitFor(1)
    const delivery = await waitUntil('the attempt to be recorded', async () => {
      const { body } = await posthorn.api.get<Page<{ id: string; nextAttemptAt: string }>>(
        `${tenant.path}/deliveries`,
      )
      return Date.parse(body.data[0]?.nextAttemptAt ?? '') > Date.now() + 60_000 && body.data[0]
    })
    const retry = () => posthorn.api.post(`${tenant.path}/deliveries/${delivery.id}/retry`, {})

    expect(await retry()).toMatchObject({ status: 202, body: { status: 'pending' } })
    await receiver.waitFor(2)
    const attempts = async () =>
      (await posthorn.api.get<Page<Attempt>>(`${tenant.path}/deliveries/${delivery.id}/attempts`)).body.data
    await waitUntil('the second attempt to be recorded', async () => (await attempts()).length === 2)
    expect((await attempts()).map(({ number, trigger }) => ({ number, trigger }))).toEqual([
      { number: 2, trigger: 'manual' },
      { number: 1, trigger: 'schedule' },
    ])
    const after = await posthorn.api.get(`${tenant.path}/deliveries/${delivery.id}`)
    expect(after.body).toMatchObject({
      status: 'pending',
      nextAttemptAt: delivery.nextAttemptAt,
      attemptCount: 2,
    })

    broken = false
    await retry()
    expect((await tenant.settled(1))[0]).toMatchObject({ status: 'succeeded', attemptCount: 3 })
    await receiver.close()
  })

  it('a failed delivery is retried once by hand, and stays failed if that fails', async () => {
    let broken = true
    const receiver = await startReceiver(() => ({ status: broken ? 500 : 200 }))
    const tenant = await posthorn.createTenant()
    await tenant.endpoint({ url: receiver.url, retrySchedule: [] })
    await publishOne(tenant)
    const [failed] = await tenant.settled(1)
    const path = `${tenant.path}/deliveries/${failed?.id}`
    const countOf = async () => (await posthorn.api.get<{ attemptCount: number }>(path)).body.attemptCount

    expect((await posthorn.api.post(`${path}/retry`, {})).status).toBe(202)
    await receiver.waitFor(2)
    await waitUntil('the attempt to be recorded', async () => (await countOf()) === 2)
    expect((await posthorn.api.get(path)).body).toMatchObject({ status: 'failed', nextAttemptAt: null })

    broken = false
    expect((await posthorn.api.post(`${path}/retry`, {})).status).toBe(202)
    await waitUntil('it to succeed', async () => {
      const { body } = await posthorn.api.get<{ status: string }>(path)
      return body.status === 'succeeded'
    })
    await receiver.close()
  })

  it('a succeeded delivery is retried once by hand, and stays succeeded', async () => {
    let status = 200
    const receiver = await startReceiver(() => ({ status }))
    const tenant = await posthorn.createTenant()
    await tenant.endpoint({ url: receiver.url, retrySchedule: [0, 0] })
    await publishOne(tenant)
    const [succeeded] = await tenant.settled(1)
    const path = `${tenant.path}/deliveries/${succeeded?.id}`
    for (const [attemptCount, answer] of [
      [2, 200],
      [3, 500],
      [4, 200],
    ] as const) {
      status = answer
      expect((await posthorn.api.post(`${path}/retry`, {})).status).toBe(202)
      const { body } = await waitUntil('the attempt to be recorded', async () => {
        const reply = await posthorn.api.get<Delivery>(path)
        return reply.body.attemptCount === attemptCount && reply
      })
      expect(body).toEqual({ ...succeeded, attemptCount, trigger: 'manual', lastStatusCode: answer })
    }
    expect(receiver.received).toHaveLength(4)
    const [requested] = await posthorn.database.query<{ count: number }>(
      `SELECT count(*)::int AS count FROM deliveries
       WHERE id = $1 AND (manual_at IS NOT NULL OR remind_at IS NOT NULL)`,
      [succeeded?.id],
    )
    expect(requested).toEqual({ count: 0 })
    const counted = await posthorn.database.query(
      `SELECT sum(count)::int AS count FROM counts WHERE tenant_id = $1 AND kind = 'delivery.succeeded' AND NOT folded`,
      [tenant.id],
    )
    expect(counted).toEqual([{ count: 1 }])
    await receiver.close()
  })

  it('a retry by hand during another attempt is made after it', async () => {
    const held = Promise.withResolvers<void>()
    const receiver = await startReceiver((_request, index) =>
      index === 0 ? { status: 500, after: held.promise } : { status: 200 },
    )
    const tenant = await posthorn.createTenant()
    await tenant.endpoint({ url: receiver.url, retrySchedule: [3600] })
    await publishOne(tenant)
    await receiver.waitFor(1)
    const { body } = await posthorn.api.get<Page<{ id: string }>>(`${tenant.path}/deliveries`)
    const path = `${tenant.path}/deliveries/${body.data[0]?.id}`
    expect((await posthorn.api.post(`${path}/retry`, {})).status).toBe(202)
    held.resolve()

    expect((await tenant.settled(1))[0]).toMatchObject({ status: 'succeeded', attemptCount: 2 })
    const attempts = await posthorn.api.get<Page<Attempt>>(`${path}/attempts`)
    expect(attempts.body.data.map(({ trigger }) => trigger)).toEqual(['manual', 'schedule'])
    await receiver.close()
  })

  it('a retry by hand whose worker is lost is made by another worker', async () => {
    const held = Promise.withResolvers<void>()
    const receiver = await startReceiver((_request, index) => {
      if (index === 0) return { status: 404 }
      return index === 1 ? { status: 200, after: held.promise } : { status: 200 }
    })
    const tenant = await posthorn.createTenant()
    await tenant.endpoint({ url: receiver.url })
    await publishOne(tenant)
    const [failed] = await tenant.settled(1)
    const path = `${tenant.path}/deliveries/${failed?.id}`
    await posthorn.api.post(`${path}/retry`, {})
    await receiver.waitFor(2)
    // Simulates that its worker died and its lease expired.
    await expireLeases(posthorn.database, failed?.id)

    await waitUntil('it to succeed', async () => {
      const reply = await posthorn.api.get<{ status: string }>(path)
      return reply.body.status === 'succeeded'
    })
    const attempts = await posthorn.api.get<Page<Attempt>>(`${path}/attempts`)
    expect(attempts.body.data.map(({ trigger, errorCode }) => ({ trigger, errorCode }))).toEqual([
      { trigger: 'manual', errorCode: null },
      { trigger: 'manual', errorCode: 'worker_lost' },
      { trigger: 'schedule', errorCode: null },
    ])
    held.resolve()
    await receiver.close()
  })

  it('a cancelled delivery is not retried; if its attempt was in flight and succeeds, it has succeeded', async () => {
    const held = Promise.withResolvers<void>()
    const receiver = await startReceiver((_request, index) =>
      index === 0 ? { status: 500 } : { status: 200, after: held.promise },
    )
    const tenant = await posthorn.createTenant()
    await tenant.endpoint({ url: receiver.url, retrySchedule: [3600] })
    await publishOne(tenant)
    await receiver.waitFor(1)
    const first = await waitUntil('the attempt to be recorded', async () => {
      const { body } = await posthorn.api.get<Page<{ id: string; nextAttemptAt: string }>>(
        `${tenant.path}/deliveries`,
      )
      return Date.parse(body.data[0]?.nextAttemptAt ?? '') > Date.now() + 60_000 && body.data[0]
    })
    const cancel = (id: string) => posthorn.api.post(`${tenant.path}/deliveries/${id}/cancel`, {})
    expect(await cancel(first.id)).toMatchObject({
      status: 200,
      body: { status: 'cancelled', nextAttemptAt: null },
    })
    expect(await cancel(first.id)).toMatchObject({ status: 200, body: { status: 'cancelled' } })
    expect(await posthorn.api.post(`${tenant.path}/deliveries/${first.id}/retry`, {})).toMatchObject({
      status: 409,
    })

    await publishOne(tenant)
    await receiver.waitFor(2)
    const second = await waitUntil('the second delivery', async () => {
      const { body } = await posthorn.api.get<Page<{ id: string }>>(
        `${tenant.path}/deliveries?status=pending`,
      )
      return body.data[0]
    })
    expect(await cancel(second.id)).toMatchObject({ status: 200, body: { status: 'cancelled' } })
    held.resolve()
    await waitUntil('it to have succeeded', async () => {
      const { body } = await posthorn.api.get<{ status: string }>(`${tenant.path}/deliveries/${second.id}`)
      return body.status === 'succeeded'
    })
    expect(await cancel(second.id)).toMatchObject({ status: 409, body: { code: 'conflict' } })
    await receiver.close()
  })
})
