import type { Delivery, Page } from '@posthorn/contracts'
import { describe, expect, it } from 'vitest'
import type { Tenant } from '../../../harness/posthorn.ts'
import { startReceiver } from '../../../harness/receiver.ts'
import { sharedPosthorn } from '../../../harness/shared/shared-posthorn.ts'
import { waitUntil } from '../../../harness/wait-until.ts'

/** The port of the discard service, on which nothing listens. */
const NOTHING_LISTENS = 'http://127.0.0.1:9/'
const NEVER = 86_400

describe('a delivery shows its last result and the reason of its status', () => {
  const posthorn = sharedPosthorn()

  const publish = ({ path }: Tenant) => posthorn.api.post(`${path}/events`, { type: 'order.paid', data: {} })
  const one = async ({ path }: Tenant, wanted: (delivery: Delivery) => boolean) =>
    waitUntil('the delivery to change', async () => {
      const { body } = await posthorn.api.get<Page<Delivery>>(`${path}/deliveries`)
      return body.data.find(wanted)
    })

  it.each<[string, status: number, settings: object, shown: Partial<Delivery>]>([
    ['a success', 204, {}, { status: 'succeeded', lastStatusCode: 204, reason: null }],
    ['a final reply', 404, {}, { status: 'failed', lastStatusCode: 404, reason: 'not_retried' }],
    [
      'a used-up schedule',
      503,
      { retrySchedule: [0] },
      { status: 'failed', lastStatusCode: 503, reason: 'schedule_exhausted', attemptCount: 2 },
    ],
    ['a 410', 410, {}, { status: 'failed', lastStatusCode: 410, reason: 'endpoint_gone' }],
  ])('after %s', async (_what, status, settings, shown) => {
    const receiver = await startReceiver(() => ({ status }))
    const tenant = await posthorn.createTenant()
    await tenant.endpoint({ url: receiver.url, ...settings })
    await publish(tenant)
    const [delivery] = await tenant.settled(1)
    expect(delivery).toMatchObject({ ...shown, lastErrorCode: null, trigger: 'schedule' })
    await receiver.close()
  })

  it('after an attempt without a reply', async () => {
    const tenant = await posthorn.createTenant()
    await tenant.endpoint({ url: NOTHING_LISTENS, retrySchedule: [] })
    await publish(tenant)
    const [delivery] = await tenant.settled(1)
    expect(delivery).toMatchObject({
      lastStatusCode: null,
      lastErrorCode: 'connection_refused',
      reason: 'schedule_exhausted',
    })
    const { body } = await posthorn.api.get<Page<Delivery>>(
      `${tenant.path}/deliveries?statusCode=none&errorCode=connection_refused&status=failed`,
    )
    expect(body.data).toEqual([delivery])
  })

  it('while it is to be retried, then while its endpoint is disabled, and after it was cancelled', async () => {
    const tenant = await posthorn.createTenant()
    const { id } = await tenant.endpoint({ url: NOTHING_LISTENS, retrySchedule: [NEVER] })
    await publish(tenant)
    const retrying = await one(tenant, ({ reason }) => reason === 'retrying')
    expect(retrying).toMatchObject({
      status: 'pending',
      lastErrorCode: 'connection_refused',
      attemptCount: 1,
    })
    await posthorn.api.post(`${tenant.path}/endpoints/${id}/disable`, undefined)
    await one(tenant, ({ reason }) => reason === 'endpoint_disabled')
    const cancelled = await posthorn.api.post<Delivery>(
      `${tenant.path}/deliveries/${retrying.id}/cancel`,
      undefined,
    )
    expect(cancelled.body).toMatchObject({ status: 'cancelled', reason: 'cancelled_by_request' })
  })

  it('after its endpoint was deleted', async () => {
    const tenant = await posthorn.createTenant()
    const { id } = await tenant.endpoint({ url: NOTHING_LISTENS, retrySchedule: [NEVER] })
    await publish(tenant)
    await one(tenant, ({ reason }) => reason === 'retrying')
    await posthorn.api.delete(`${tenant.path}/endpoints/${id}`)
    const cancelled = await one(tenant, ({ status }) => status === 'cancelled')
    expect(cancelled.reason).toBe('endpoint_deleted')
  })

  it('while it waits for the rate limit of its endpoint', async () => {
    const receiver = await startReceiver()
    const tenant = await posthorn.createTenant()
    await tenant.endpoint({ url: receiver.url, rateLimitPerSecond: 1 })
    await Promise.all(Array.from({ length: 8 }, () => publish(tenant)))
    const waiting = await one(tenant, ({ reason }) => reason === 'rate_limited')
    expect(waiting.status).toBe('pending')
    await posthorn.api.delete(tenant.path)
    await receiver.close()
  })

  it('while it waits for another attempt to its endpoint', async () => {
    const held = Promise.withResolvers<void>()
    const receiver = await startReceiver(() => ({ status: 200, after: held.promise }))
    const tenant = await posthorn.createTenant()
    await tenant.endpoint({ url: receiver.url, maxInFlight: 1 })
    await publish(tenant)
    await receiver.waitFor(1)
    await publish(tenant)
    await one(tenant, ({ reason }) => reason === 'in_flight_limit')
    const { body } = await posthorn.api.get<Page<Delivery>>(`${tenant.path}/deliveries`)
    expect(body.data.map(({ reason }) => reason)).toEqual(['in_flight_limit', null])
    held.resolve()
    await tenant.settled(2)
    await receiver.close()
  })
})
