import type { Endpoint } from '@posthorn/contracts'
import { describe, expect, it } from 'vitest'
import { publishLoad } from '../../../harness/load.ts'
import type { Tenant } from '../../../harness/posthorn.ts'
import { startReceiver } from '../../../harness/receiver.ts'
import { BACKENDS } from '../../../harness/redis/redis.ts'
import { sharedPosthorn } from '../../../harness/shared/shared-posthorn.ts'
import { waitUntil } from '../../../harness/wait-until.ts'

describe.each(BACKENDS)('with the queue on %s and two workers', (queue) => {
  const posthorn = sharedPosthorn(queue)

  const publish = (tenant: Tenant, count: number) =>
    publishLoad(posthorn.api, {
      tenant: tenant.path,
      connections: 4,
      isOver: (accepted) => accepted >= count,
    })
  const read = async (tenant: Tenant, id: string) =>
    (await posthorn.api.get<Endpoint>(`${tenant.path}/endpoints/${id}`)).body

  it('an endpoint gets at most maxInFlight requests at once, the rest waits without a job, and all arrive', async () => {
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
    await waitUntil('three to be in flight and the rest to wait', async () => {
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

  it('an endpoint gets at most rateLimitPerSecond requests a second, and all arrive', async () => {
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
    // Slots are a twentieth of a second apart. A late job moves a few of them into the next second.
    expect(busiest).toBeLessThanOrEqual(24)
    expect(busiest).toBeGreaterThan(10)
    await receiver.close()
  })

  it('the circuit of a failing endpoint opens, its deliveries wait without attempts, and a probe closes it', async () => {
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

    // Deliveries of new events wait: none is sent before the probe.
    await waitUntil('attempts in flight to end', async () => {
      const [row] = await posthorn.database.query<{ busy: number }>(
        `SELECT count(*)::int AS busy FROM deliveries LEFT JOIN leases ON leases.delivery_id = deliveries.id
         WHERE deliveries.endpoint_id = $1 AND (leases.delivery_id IS NOT NULL OR remind_at IS NOT NULL)`,
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

  it('a failed probe keeps the circuit open for twice as long', async () => {
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
})
