import type { Attempt, Delivery, Endpoint, Page } from '@posthorn/contracts'
import { Webhook } from 'standardwebhooks'
import { describe, expect, it } from 'vitest'
import type { Tenant } from '../../../harness/posthorn.ts'
import { type EndpointResponse, startReceiver } from '../../../harness/receiver.ts'
import { BACKENDS } from '../../../harness/redis/redis.ts'
import { sharedPosthorn } from '../../../harness/shared/shared-posthorn.ts'
import { waitUntil } from '../../../harness/wait-until.ts'

describe.each(BACKENDS)('with the queue on %s, a delivery', (queue) => {
  const posthorn = sharedPosthorn(queue)

  const publish = (tenant: Tenant) =>
    posthorn.api.post(`${tenant.path}/events`, { type: 'order.paid', data: { n: 1 } })
  const attemptsOf = async (tenant: Tenant, delivery: Delivery | undefined) =>
    (
      await posthorn.api.get<Page<Attempt>>(`${tenant.path}/deliveries/${delivery?.id}/attempts`)
    ).body.data.toReversed()

  it('to an endpoint that fails twice and recovers has three recorded attempts: same body and id, each with a new signature', async () => {
    const receiver = await startReceiver((_request, index) =>
      index < 2 ? { status: 500, body: 'not yet' } : { status: 200, body: 'thanks' },
    )
    const tenant = await posthorn.createTenant()
    const { secret } = await tenant.endpoint({ url: receiver.url, retrySchedule: [1, 1] })
    await publish(tenant)

    const [delivery] = await tenant.settled(1)
    const received = await receiver.waitFor(3)
    expect(delivery).toMatchObject({ status: 'succeeded', attemptCount: 3, nextAttemptAt: null })
    expect(new Set(received.map(({ body }) => body.toString())).size).toBe(1)
    expect(new Set(received.map(({ headers }) => headers['webhook-id']))).toEqual(
      new Set([delivery?.eventId]),
    )
    expect(new Set(received.map(({ headers }) => headers['webhook-timestamp'])).size).toBe(3)
    expect(new Set(received.map(({ headers }) => headers['webhook-signature'])).size).toBe(3)
    expect(received.map(({ headers }) => headers['x-webhook-attempt'])).toEqual(['1', '2', '3'])
    for (const { body, headers } of received) {
      const verified = new Webhook(secret).verify(body, headers as Record<string, string>)
      expect(verified).toMatchObject({ type: 'order.paid', data: { n: 1 } })
    }

    const attempts = await attemptsOf(tenant, delivery)
    const time = expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/)
    expect(attempts).toEqual(
      [
        { number: 1, statusCode: 500, responseBody: 'not yet', result: 'failed' },
        { number: 2, statusCode: 500, responseBody: 'not yet', result: 'failed' },
        { number: 3, statusCode: 200, responseBody: 'thanks', result: 'succeeded' },
      ].map((attempt) => ({
        ...attempt,
        id: expect.stringMatching(/^att_[0-9a-z]{26}$/),
        deliveryId: delivery?.id,
        endpointId: delivery?.endpointId,
        eventId: delivery?.eventId,
        eventType: 'order.paid',
        trigger: 'schedule',
        via: 'http',
        startedAt: time,
        durationMs: expect.any(Number),
        url: `${receiver.url}/`,
        address: '127.0.0.1',
        phases: expect.objectContaining({ tlsMs: null, totalMs: expect.any(Number) }),
        requestHeaders: expect.objectContaining({
          'webhook-id': delivery?.eventId,
          'webhook-signature': 'v1,[masked]',
          'x-webhook-attempt': String(attempt.number),
        }),
        responseHeaders: expect.objectContaining({ connection: expect.any(String) }),
        responseBodyTruncated: false,
        expired: false,
        errorCode: null,
        errorDetail: null,
      })),
    )
    const gapsMs = attempts.slice(1).map((attempt, index) => {
      return Date.parse(attempt.startedAt) - Date.parse(attempts[index]?.startedAt ?? '')
    })
    expect(Math.min(...gapsMs)).toBeGreaterThanOrEqual(990)
    await receiver.close()
  })

  const FINAL: [string, EndpointResponse, object, Partial<Delivery>][] = [
    [
      'fails permanently with a redirect, which is not followed',
      { status: 302, headers: { location: '/elsewhere' } },
      {},
      { status: 'failed', attemptCount: 1 },
    ],
    ['fails permanently with 404', { status: 404 }, {}, { status: 'failed', attemptCount: 1 }],
    [
      'is retried after 404 if the endpoint has retryOn any-failure',
      { status: 404 },
      { retryOn: 'any-failure', retrySchedule: [0] },
      { status: 'failed', attemptCount: 2 },
    ],
    [
      'is retried after 429 until the schedule is used up',
      { status: 429 },
      { retrySchedule: [0, 0] },
      { status: 'failed', attemptCount: 3 },
    ],
    [
      'with an empty schedule has one attempt',
      { status: 500 },
      { retrySchedule: [] },
      { status: 'failed', attemptCount: 1 },
    ],
    ['succeeds with any 2xx', { status: 204 }, {}, { status: 'succeeded', attemptCount: 1 }],
  ]
  it.each(FINAL)('%s', async (_name, answer, settings, expected) => {
    const receiver = await startReceiver(() => answer)
    const tenant = await posthorn.createTenant()
    await tenant.endpoint({ url: receiver.url, ...settings })
    await publish(tenant)
    expect((await tenant.settled(1))[0]).toMatchObject(expected)
    expect(new Set(receiver.received.map(({ path }) => path))).toEqual(new Set(['/']))
    await receiver.close()
  })

  it('waits at least as long as Retry-After says', async () => {
    const receiver = await startReceiver(() => ({ status: 503, headers: { 'retry-after': '3600' } }))
    const tenant = await posthorn.createTenant()
    await tenant.endpoint({ url: receiver.url, retrySchedule: [1] })
    const before = Date.now()
    await publish(tenant)
    const delivery = await waitUntil('the attempt to be recorded', async () => {
      const { body } = await posthorn.api.get<Page<Delivery>>(`${tenant.path}/deliveries?status=pending`)
      const [one] = body.data
      return Date.parse(one?.nextAttemptAt ?? '') > before + 60_000 && one
    })
    expect(Date.parse(delivery.nextAttemptAt ?? '')).toBeGreaterThanOrEqual(before + 3_600_000)
    expect(delivery).toMatchObject({ status: 'pending', attemptCount: 1 })
    await receiver.close()
  })

  it('to a port without a listener fails with connection_refused', async () => {
    const receiver = await startReceiver()
    await receiver.close()
    const tenant = await posthorn.createTenant()
    await tenant.endpoint({ url: receiver.url, retrySchedule: [] })
    await publish(tenant)
    const [delivery] = await tenant.settled(1)
    expect(await attemptsOf(tenant, delivery)).toMatchObject([
      {
        number: 1,
        statusCode: null,
        responseHeaders: null,
        responseBody: null,
        errorCode: 'connection_refused',
        result: 'failed',
      },
    ])
  })

  it('to an internal address is refused and not retried, and reveals nothing of the internal network', async () => {
    const tenant = await posthorn.createTenant()
    // Such an address is refused when an endpoint is created: this one is older than the rule.
    const { id } = await tenant.endpoint({ url: 'https://example.com/' })
    await posthorn.database.query(
      `UPDATE endpoints SET url = 'http://169.254.169.254/latest/meta-data/' WHERE id = $1`,
      [id],
    )
    await publish(tenant)
    const [delivery] = await tenant.settled(1)
    expect(delivery).toMatchObject({ status: 'failed', attemptCount: 1 })
    expect(await attemptsOf(tenant, delivery)).toMatchObject([
      {
        statusCode: null,
        responseHeaders: null,
        responseBody: null,
        errorCode: 'blocked_destination',
        result: 'failed',
      },
    ])
  })

  it('that is answered with 410 disables its endpoint at once', async () => {
    const receiver = await startReceiver(() => ({ status: 410 }))
    const tenant = await posthorn.createTenant()
    const { id } = await tenant.endpoint({ url: receiver.url })
    await publish(tenant)
    expect((await tenant.settled(1))[0]).toMatchObject({ status: 'failed', attemptCount: 1 })
    const endpoint = await posthorn.api.get<Endpoint>(`${tenant.path}/endpoints/${id}`)
    expect(endpoint.body).toMatchObject({ enabled: false, status: 'disabled', disabledReason: 'gone' })
    const next = await publish(tenant)
    expect(next.body).toMatchObject({ deliveries: 0 })
    await receiver.close()
  })

  it('waits while its endpoint is disabled, and continues when it is enabled', async () => {
    let broken = true
    const receiver = await startReceiver(() => ({ status: broken ? 500 : 200 }))
    const tenant = await posthorn.createTenant()
    const { id } = await tenant.endpoint({ url: receiver.url, retrySchedule: [1] })
    await publish(tenant)
    await receiver.waitFor(1)
    await posthorn.api.patch(`${tenant.path}/endpoints/${id}`, { enabled: false })
    await waitUntil('the delivery to wait', async () => {
      const rows = await posthorn.database.query<{ remind_at: Date | null }>(
        'SELECT remind_at FROM deliveries WHERE endpoint_id = $1',
        [id],
      )
      return rows[0]?.remind_at === null
    })
    expect(receiver.received).toHaveLength(1)

    broken = false
    await posthorn.api.patch(`${tenant.path}/endpoints/${id}`, { enabled: true })
    expect((await tenant.settled(1))[0]).toMatchObject({ status: 'succeeded', attemptCount: 2 })
    await receiver.close()
  })

  it('is cancelled when its endpoint is deleted', async () => {
    const receiver = await startReceiver(() => ({ status: 500 }))
    const tenant = await posthorn.createTenant()
    const { id } = await tenant.endpoint({ url: receiver.url, retrySchedule: [3600] })
    await publish(tenant)
    await receiver.waitFor(1)
    expect((await posthorn.api.delete(`${tenant.path}/endpoints/${id}`)).status).toBe(204)
    expect((await tenant.settled(1))[0]).toMatchObject({ status: 'cancelled', attemptCount: 1 })
    await receiver.close()
  })
})
