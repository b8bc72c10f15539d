import type { Endpoint } from '@posthorn/contracts'
import { describe, expect, it } from 'vitest'
import type { Tenant } from '../../../harness/posthorn.ts'
import { startReceiver } from '../../../harness/receiver.ts'
import { sharedPosthorn } from '../../../harness/shared/shared-posthorn.ts'
import { waitUntil } from '../../../harness/wait-until.ts'

describe('a failing endpoint', () => {
  const posthorn = sharedPosthorn()

  async function tenantWithWatch(answer: number) {
    const [failing, watch] = await Promise.all([startReceiver(() => ({ status: answer })), startReceiver()])
    const tenant = await posthorn.createTenant()
    const { id } = await tenant.endpoint({ url: failing.url, eventTypes: ['order.*'], retrySchedule: [] })
    await tenant.endpoint({ url: watch.url, eventTypes: ['posthorn.endpoint.*'] })
    // Subscribed to everything except Posthorn's own events: none of them may arrive here.
    await tenant.endpoint({ url: `${watch.url}/all`, eventTypes: ['*'], enabled: false })
    const close = () => Promise.all([failing.close(), watch.close()])
    return { tenant, id, failing, watch, close }
  }
  const publish = (tenant: Tenant) =>
    posthorn.api.post(`${tenant.path}/events`, { type: 'order.paid', data: {} })
  const read = async (tenant: Tenant, id: string) =>
    (await posthorn.api.get<Endpoint>(`${tenant.path}/endpoints/${id}`)).body
  const history = (id: string, sinceHours: number, warnedHours: number | null) =>
    posthorn.database.query(
      `UPDATE endpoint_gates SET failing_since = now() - make_interval(hours => $2), failed_attempts = 25,
         exhausted_deliveries = 3, warned_at = now() - make_interval(hours => $3) WHERE endpoint_id = $1`,
      [id, sinceHours, warnedHours],
    )
  const parsed = (body: Buffer | undefined) =>
    JSON.parse(body?.toString() ?? '{}') as { type: string; data: object }

  it('is reported to its tenant after 96 hours, once, and stays enabled', async () => {
    const { tenant, id, failing, watch, close } = await tenantWithWatch(500)
    await publish(tenant)
    await tenant.settled(1)
    await waitUntil(
      'its failure to be counted',
      async () => (await read(tenant, id)).health.failingSince !== null,
    )
    await history(id, 97, null)

    const [notification] = await watch.waitFor(1)
    expect(parsed(notification?.body)).toMatchObject({
      type: 'posthorn.endpoint.failing',
      data: {
        endpointId: id,
        url: `${failing.url}/`,
        failingSince: expect.any(String),
        failedAttempts: 25,
        disabledFrom: expect.any(String),
      },
    })
    expect(await read(tenant, id)).toMatchObject({ enabled: true, status: 'active' })
    await close()
  })

  it('is disabled after 120 hours, its tenant is notified, and new events make no delivery', async () => {
    const { tenant, id, watch, close } = await tenantWithWatch(500)
    await history(id, 121, 25)

    const [notification] = await watch.waitFor(1)
    expect(parsed(notification?.body)).toMatchObject({
      type: 'posthorn.endpoint.disabled',
      data: { endpointId: id, reason: 'failing', failingSince: expect.any(String) },
    })
    expect(await read(tenant, id)).toMatchObject({
      enabled: false,
      status: 'disabled',
      disabledReason: 'failing',
    })
    // One of the workers writes it.
    const line = await waitUntil('its log line', () =>
      posthorn
        .services('worker')
        .flatMap((worker) => worker.logged('endpoint.disabled'))
        .find(({ endpointId }) => endpointId === id),
    )
    expect(line).toMatchObject({ reason: 'failing' })
    expect((await publish(tenant)).body).toMatchObject({ deliveries: 0 })

    const enabled = await posthorn.api.post(`${tenant.path}/endpoints/${id}/enable`, {})
    expect(enabled).toMatchObject({
      status: 200,
      body: { status: 'active', disabledReason: null, health: { circuit: 'closed', failingSince: null } },
    })
    expect((await publish(tenant)).body).toMatchObject({ deliveries: 1 })
    expect(watch.received).toHaveLength(1)
    await close()
  })

  it('that answers 410 is disabled at once, and its tenant is notified', async () => {
    const { tenant, id, watch, close } = await tenantWithWatch(410)
    await publish(tenant)
    const [notification] = await watch.waitFor(1)
    expect(parsed(notification?.body)).toMatchObject({
      type: 'posthorn.endpoint.disabled',
      data: { endpointId: id, reason: 'gone' },
    })
    await close()
  })
})
