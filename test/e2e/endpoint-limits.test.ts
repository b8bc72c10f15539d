import type { Attempt, Endpoint, Page } from '@posthorn/contracts'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { publishLoad } from '../harness/load.ts'
import { type Posthorn, startPosthorn, type Tenant } from '../harness/posthorn.ts'
import { startReceiver } from '../harness/receiver.ts'
import { BACKENDS } from '../harness/redis.ts'
import { waitUntil } from '../harness/wait-until.ts'

describe.each(BACKENDS)('with the queue on %s and two workers', (queue) => {
  let posthorn: Posthorn
  beforeAll(async () => {
    posthorn = await startPosthorn({ queue, services: ['api', 'worker'] })
    await posthorn.start('worker')
  })
  afterAll(() => posthorn.stop())

  const publish = (tenant: Tenant, count: number) =>
    publishLoad(posthorn.api, {
      tenant: tenant.path,
      connections: 4,
      isOver: (accepted) => accepted >= count,
    })
  const publishOne = (tenant: Tenant) =>
    posthorn.api.post(`${tenant.path}/events`, { type: 'order.paid', data: {} })
  const read = async (tenant: Tenant, id: string) =>
    (await posthorn.api.get<Endpoint>(`${tenant.path}/endpoints/${id}`)).body

  it('no more requests are under way to an endpoint than its maxInFlight, the rest waits without a job, and all arrive', async () => {
    const held = Promise.withResolvers<void>()
    let underWay = 0
    let most = 0
    const receiver = await startReceiver(() => {
      underWay += 1
      most = Math.max(most, underWay)
      const answered = async () => {
        await held.promise
        underWay -= 1
      }
      return { status: 200, after: answered() }
    })
    const tenant = await posthorn.createTenant()
    const { id } = await tenant.endpoint({ url: receiver.url, maxInFlight: 3, timeoutSeconds: 30 })
    const { accepted } = await publish(tenant, 40)
    await waitUntil('three to be under way and the rest to wait', async () => {
      const [row] = await posthorn.database.query<{ waiting: number }>(
        'SELECT count(*)::int AS waiting FROM deliveries WHERE endpoint_id = $1 AND remind_at IS NULL AND attempt_count = 0',
        [id],
      )
      return row?.waiting === accepted.length - 3
    })
    expect(receiver.received).toHaveLength(3)
    held.resolve()

    const deliveries = await tenant.settled(accepted.length)
    expect(deliveries.every(({ status, attemptCount }) => status === 'succeeded' && attemptCount === 1)).toBe(
      true,
    )
    expect(receiver.received).toHaveLength(accepted.length)
    expect(most).toBe(3)
    await receiver.close()
  })

  it('an endpoint gets no more requests a second than its rateLimitPerSecond, and all arrive', async () => {
    const times: number[] = []
    const receiver = await startReceiver(() => {
      times.push(Date.now())
      return { status: 200 }
    })
    const tenant = await posthorn.createTenant()
    await tenant.endpoint({ url: receiver.url, rateLimitPerSecond: 20 })
    const { accepted } = await publish(tenant, 60)

    const deliveries = await tenant.settled(accepted.length)
    expect(deliveries.every(({ status, attemptCount }) => status === 'succeeded' && attemptCount === 1)).toBe(
      true,
    )
    const busiest = Math.max(
      ...times.map((begin) => times.filter((time) => time >= begin && time < begin + 1000).length),
    )
    // Slots are a twentieth of a second apart. A late job shifts a few of them into the next second.
    expect(busiest).toBeLessThanOrEqual(24)
    expect(busiest).toBeGreaterThan(10)
    await receiver.close()
  })

  it('the circuit of an endpoint that fails opens, its deliveries wait without attempts, a probe closes it', async () => {
    let broken = true
    const receiver = await startReceiver(() => ({ status: broken ? 500 : 200 }))
    const tenant = await posthorn.createTenant()
    const { id } = await tenant.endpoint({ url: receiver.url, retrySchedule: [1, 1, 1] })
    await publish(tenant, 12)
    const open = await waitUntil('the circuit to open', async () => {
      const endpoint = await read(tenant, id)
      return endpoint.health.circuit === 'open' && endpoint
    })
    expect(open).toMatchObject({
      status: 'active',
      health: {
        circuit: 'open',
        reason: expect.stringMatching(/^\d+ of \d+ attempts failed within 5 minutes$/),
        openedAt: expect.any(String),
        nextProbeAt: expect.any(String),
        lastSuccessAt: null,
        failingSince: expect.any(String),
      },
    })

    // What is published now waits: nothing comes until the probe.
    await waitUntil('attempts under way to end', async () => {
      const [row] = await posthorn.database.query<{ busy: number }>(
        'SELECT count(*)::int AS busy FROM deliveries WHERE endpoint_id = $1 AND (lease_until IS NOT NULL OR remind_at IS NOT NULL)',
        [id],
      )
      return row?.busy === 0
    })
    const before = receiver.received.length
    const { accepted } = await publish(tenant, 3)
    await waitUntil('the new deliveries to wait', async () => {
      const [row] = await posthorn.database.query<{ waiting: number }>(
        `SELECT count(*)::int AS waiting FROM deliveries
         WHERE endpoint_id = $1 AND remind_at IS NULL AND attempt_count = 0 AND status = 'pending'`,
        [id],
      )
      return row?.waiting === accepted.length
    })
    expect(receiver.received).toHaveLength(before)

    broken = false
    await posthorn.database.query(
      'UPDATE endpoint_gates SET probe_at = now(), wake_at = now() WHERE endpoint_id = $1',
      [id],
    )
    const deliveries = await tenant.settled(12 + accepted.length)
    expect(deliveries.filter(({ status }) => status === 'succeeded').length).toBeGreaterThanOrEqual(
      accepted.length,
    )
    await waitUntil('the circuit to close', async () => (await read(tenant, id)).health.circuit === 'closed')
    await receiver.close()
  })

  it('a failed probe keeps it open, and waits twice as long', async () => {
    const receiver = await startReceiver(() => ({ status: 500 }))
    const tenant = await posthorn.createTenant()
    const { id } = await tenant.endpoint({ url: receiver.url, retrySchedule: [1, 1, 1] })
    await publish(tenant, 12)
    await waitUntil('the circuit to open', async () => (await read(tenant, id)).health.circuit === 'open')
    const pause = async () => {
      const [row] = await posthorn.database.query<{ ms: number }>(
        'SELECT probe_pause_ms AS ms FROM endpoint_gates WHERE endpoint_id = $1',
        [id],
      )
      return row?.ms
    }
    expect(await pause()).toBe(30_000)
    await posthorn.database.query(
      'UPDATE endpoint_gates SET probe_at = now(), wake_at = now() WHERE endpoint_id = $1',
      [id],
    )
    await waitUntil('the probe to fail', async () => (await pause()) === 60_000)
    expect((await read(tenant, id)).health.circuit).toBe('open')
    await receiver.close()
  })

  it('an attempt by hand is made at once, and leaves the schedule as it was', async () => {
    let broken = true
    const receiver = await startReceiver(() => ({ status: broken ? 500 : 200 }))
    const tenant = await posthorn.createTenant()
    await tenant.endpoint({ url: receiver.url, retrySchedule: [3600] })
    await publishOne(tenant)
    await receiver.waitFor(1)
    const delivery = await waitUntil('the attempt to be on record', async () => {
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
    await waitUntil('the second attempt to be on record', async () => (await attempts()).length === 2)
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
    expect(await retry()).toMatchObject({ status: 409, body: { code: 'conflict' } })
    await receiver.close()
  })

  it('a failed delivery is tried once more by hand, and stays failed if that fails', async () => {
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
    await waitUntil('the attempt to be on record', async () => (await countOf()) === 2)
    expect((await posthorn.api.get(path)).body).toMatchObject({ status: 'failed', nextAttemptAt: null })

    broken = false
    expect((await posthorn.api.post(`${path}/retry`, {})).status).toBe(202)
    await waitUntil('it to succeed', async () => {
      const { body } = await posthorn.api.get<{ status: string }>(path)
      return body.status === 'succeeded'
    })
    await receiver.close()
  })

  it('an attempt that is wanted by hand while another is under way is made after it', async () => {
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

  it('an attempt by hand whose worker dies is made by another one', async () => {
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
    // As if its worker had died, and its time had run out.
    await posthorn.database.query(
      'UPDATE deliveries SET lease_until = now(), remind_at = now() WHERE id = $1',
      [failed?.id],
    )

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

  it('a cancelled delivery is not tried again; one that was under way and arrived has succeeded', async () => {
    const held = Promise.withResolvers<void>()
    const receiver = await startReceiver((_request, index) =>
      index === 0 ? { status: 500 } : { status: 200, after: held.promise },
    )
    const tenant = await posthorn.createTenant()
    await tenant.endpoint({ url: receiver.url, retrySchedule: [3600] })
    await publishOne(tenant)
    await receiver.waitFor(1)
    const first = await waitUntil('the attempt to be on record', async () => {
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
