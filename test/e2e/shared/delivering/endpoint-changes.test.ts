import type { Attempt, Delivery, Page } from '@posthorn/contracts'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { Tenant } from '../../../harness/posthorn.ts'
import { type EndpointResponse, type Receiver, startReceiver } from '../../../harness/receiver.ts'
import { sharedPosthorn } from '../../../harness/shared/shared-posthorn.ts'
import { waitUntil } from '../../../harness/wait-until.ts'

describe('an endpoint that is changed', () => {
  const posthorn = sharedPosthorn()
  let tenant: Tenant
  let receiver: Receiver
  let answer: () => EndpointResponse
  beforeAll(async () => {
    receiver = await startReceiver(() => answer())
  })
  beforeEach(async () => {
    tenant = await posthorn.createTenant()
    receiver.received.length = 0
  })
  afterAll(() => receiver.close())

  const publish = () => posthorn.api.post(`${tenant.path}/events`, { type: 'order.paid', data: {} })
  const deliveries = async () =>
    (await posthorn.api.get<Page<Delivery>>(`${tenant.path}/deliveries`)).body.data
  const attemptsOf = async (id: string) =>
    (await posthorn.api.get<Page<Attempt>>(`${tenant.path}/deliveries/${id}/attempts`)).body.data
  /** Delays replies with this status until the returned function is called. */
  const delayReplies = (status: number) => {
    const held = Promise.withResolvers<void>()
    answer = () => ({ status, after: held.promise })
    return () => held.resolve()
  }
  const waiting = (id: string) =>
    waitUntil('the delivery to wait for its endpoint, without a reminder', async () => {
      const rows = await posthorn.database.query(
        'SELECT FROM deliveries WHERE id = $1 AND remind_at IS NULL AND NOT EXISTS (SELECT FROM leases WHERE delivery_id = $1)',
        [id],
      )
      return rows.length === 1
    })

  it('disabled during an attempt: the attempt ends as usual, and its retry waits', async () => {
    const release = delayReplies(500)
    const endpoint = await tenant.endpoint({ url: receiver.url, retrySchedule: [0, 0] })
    await publish()
    await receiver.waitFor(1)
    await posthorn.api.post(`${tenant.path}/endpoints/${endpoint.id}/disable`, {})
    release()
    const [delivery] = await waitUntil('the delivery', async () => {
      const list = await deliveries()
      return (await attemptsOf(list[0]?.id ?? '')).length === 1 && list
    })
    await waiting(delivery?.id ?? '')
    expect(await deliveries()).toMatchObject([{ status: 'pending', attemptCount: 1 }])
    expect(receiver.received).toHaveLength(1)

    answer = () => ({ status: 200 })
    await posthorn.api.post(`${tenant.path}/endpoints/${endpoint.id}/enable`, {})
    expect(await tenant.settled(1)).toMatchObject([{ status: 'succeeded', attemptCount: 2 }])
  })

  it.each([
    { reply: 200, status: 'succeeded' },
    { reply: 500, status: 'cancelled' },
  ])(
    'deleted during an attempt that is answered $reply: the attempt is recorded, the delivery is $status',
    async ({ reply, status }) => {
      const release = delayReplies(reply)
      const endpoint = await tenant.endpoint({ url: receiver.url, retrySchedule: [0] })
      await publish()
      await receiver.waitFor(1)
      const deleted = await posthorn.api.delete(`${tenant.path}/endpoints/${endpoint.id}`)
      expect(deleted.status).toBe(204)
      release()
      const [delivery] = await waitUntil('the attempt to be recorded and the delivery finished', async () => {
        const [made] = await deliveries()
        const attempts = await attemptsOf(made?.id ?? '')
        if (attempts[0]?.statusCode !== reply) return false
        // Read again: it may have been cancelled and read before its attempt was recorded.
        const list = await deliveries()
        return list[0]?.status === status && list
      })
      expect(delivery).toMatchObject({ status, attemptCount: 1 })
      expect(receiver.received).toHaveLength(1)
    },
  )

  it('in its limits: waiting deliveries are checked at once, attempts in flight are not cut off', async () => {
    const release = delayReplies(200)
    const endpoint = await tenant.endpoint({ url: receiver.url, maxInFlight: 1, timeoutSeconds: 30 })
    for (let count = 0; count < 4; count += 1) await publish()
    await receiver.waitFor(1)
    await waitUntil('the others to wait', async () => {
      const rows = await posthorn.database.query(
        'SELECT FROM deliveries WHERE endpoint_id = $1 AND remind_at IS NULL',
        [endpoint.id],
      )
      return rows.length === 3
    })
    await posthorn.api.patch(`${tenant.path}/endpoints/${endpoint.id}`, { maxInFlight: 3 })
    await receiver.waitFor(3)
    release()
    expect(await tenant.settled(4)).toMatchObject(
      Array.from({ length: 4 }, () => ({ status: 'succeeded', attemptCount: 1 })),
    )
  })

  it('in URL, timeout, schedule and signatures: applies to the next attempt of existing deliveries', async () => {
    const fail = delayReplies(500)
    const endpoint = await tenant.endpoint({ url: `${receiver.url}/old`, retrySchedule: [0, 3600] })
    await publish()
    await receiver.waitFor(1)
    const release = delayReplies(200)
    const change = {
      url: `${receiver.url}/new`,
      timeoutSeconds: 1,
      retrySchedule: [0],
      signatures: ['sha256'],
    }
    await posthorn.api.patch(`${tenant.path}/endpoints/${endpoint.id}`, change)
    fail()

    // The old schedule has a step left, the new one does not.
    expect(await tenant.settled(1)).toMatchObject([{ status: 'failed', attemptCount: 2 }])
    release()
    const { path: received, headers } = receiver.received[1] ?? { headers: {} }
    expect(received).toBe('/new')
    expect(headers).toMatchObject({ 'x-webhook-signature': expect.stringMatching(/^sha256=/) })
    expect(headers).not.toHaveProperty('webhook-signature')
    const [delivery] = await deliveries()
    const [second] = await attemptsOf(delivery?.id ?? '')
    expect(second).toMatchObject({ number: 2, errorCode: 'timeout', statusCode: null })
    expect(second?.durationMs).toBeLessThan(9000)
  })
})
