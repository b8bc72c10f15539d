import type { EventSummary, Page } from '@posthorn/contracts'
import { beforeEach, describe, expect, it } from 'vitest'
import { idOf } from '../../../harness/expected.ts'
import type { Tenant } from '../../../harness/posthorn.ts'
import { type Receiver, startReceiver } from '../../../harness/receiver.ts'
import { sharedPosthorn } from '../../../harness/shared/shared-posthorn.ts'
import { waitUntil } from '../../../harness/wait-until.ts'

interface ExhaustedNotification {
  type: string
  data: { endpointId: string; url: string; count: number; deliveries: { deliveryId: string }[] }
}

describe('a tenant is notified of deliveries that have used up their schedule', () => {
  const posthorn = sharedPosthorn()
  let tenant: Tenant
  let failing: Receiver
  let watch: Receiver
  let watchStatus: number
  beforeEach(async () => {
    tenant = await posthorn.createTenant()
    watchStatus = 200
    failing = await startReceiver(() => ({ status: 500 }))
    watch = await startReceiver(() => ({ status: watchStatus }))
    return () => Promise.all([failing.close(), watch.close()])
  })

  const endpoint = async (fields: object = {}): Promise<string> => {
    const some = { url: failing.url, eventTypes: ['order.*'], retrySchedule: [] }
    return (await tenant.endpoint({ ...some, ...fields })).id
  }
  const watcher = (fields: object = {}) =>
    endpoint({ url: watch.url, eventTypes: ['posthorn.delivery.*'], ...fields })
  const publish = (type = 'order.paid') => posthorn.api.post(`${tenant.path}/events`, { type, data: {} })
  const notificationsAt = ({ received }: Receiver): ExhaustedNotification[] =>
    received.map(({ body }) => JSON.parse(body.toString()))
  const countPendingNotifications = async (): Promise<number> => {
    const rows = await posthorn.database.query(
      'SELECT FROM deliveries WHERE notification_pending AND tenant_id = $1',
      [tenant.id],
    )
    return rows.length
  }
  /** Many deliveries at once that have used up their schedule, as if each had been tried. */
  async function exhaust(endpointId: string, count: number): Promise<void> {
    await posthorn.api.post(`${tenant.path}/endpoints/${endpointId}/disable`, {})
    const { body } = await posthorn.api.get<Page<EventSummary>>(`${tenant.path}/events?limit=1`)
    await posthorn.database.query(
      `INSERT INTO deliveries (id, tenant_id, event_id, endpoint_id, event_type, status, attempt_count, created_at,
         finished_at, notification_pending)
       SELECT 'dlv_' || left(md5($3 || n), 26), $1, $2, $3, 'order.paid', 'failed', 1, now(), now(), true
       FROM generate_series(1, $4::int) AS n`,
      [tenant.id, body.data[0]?.id, endpointId, count],
    )
  }
  const minuteLater = (endpointId: string) =>
    posthorn.database.query(
      `UPDATE endpoint_gates SET exhausted_notified_at = exhausted_notified_at - interval '1 minute' WHERE endpoint_id = $1`,
      [endpointId],
    )

  it('by an event that names them with the result of the last attempt', async () => {
    await watcher()
    const id = await endpoint({ retrySchedule: [0] })
    await publish()
    const [delivery] = await tenant.settled(1)

    await watch.waitFor(1)
    expect(notificationsAt(watch)).toEqual([
      {
        id: idOf('evt'),
        type: 'posthorn.delivery.exhausted',
        timestamp: expect.any(String),
        data: {
          endpointId: id,
          url: `${failing.url}/`,
          count: 1,
          deliveries: [
            {
              deliveryId: delivery?.id,
              eventId: delivery?.eventId,
              eventType: 'order.paid',
              attemptCount: 2,
              lastStatusCode: 500,
              lastErrorCode: null,
            },
          ],
        },
      },
    ])
    expect(await countPendingNotifications()).toBe(0)
  })

  it('once a minute for each endpoint, with all its deliveries', async () => {
    await watcher()
    const id = await endpoint()
    await publish()
    await watch.waitFor(1)
    await exhaust(id, 300)
    // Another endpoint does not wait for it. A later round notifies of it, without this delivery.
    const other = await endpoint()
    await publish()
    await watch.waitFor(2)
    expect(await countPendingNotifications()).toBe(300)
    expect(notificationsAt(watch).map(({ data }) => [data.endpointId, data.count])).toEqual([
      [id, 1],
      [other, 1],
    ])

    await minuteLater(id)
    await watch.waitFor(3)
    const { data } = notificationsAt(watch)[2] as ExhaustedNotification
    expect([data.endpointId, data.count, data.deliveries.length]).toEqual([id, 300, 100])
    expect(await countPendingNotifications()).toBe(0)
  })

  it('in events of at most 5,000 deliveries', async () => {
    await watcher()
    const id = await endpoint()
    await publish()
    await watch.waitFor(1)
    await exhaust(id, 5001)
    await minuteLater(id)
    await watch.waitFor(2)
    await minuteLater(id)
    await watch.waitFor(3)
    expect(notificationsAt(watch).map(({ data }) => data.count)).toEqual([1, 5000, 1])
  })

  it('but not of such events themselves: a failing endpoint for them makes no further ones', async () => {
    watchStatus = 500
    const id = await watcher()
    await endpoint()
    await publish()
    await watch.waitFor(1)
    await tenant.settled(2)
    // A later round notifies of something else.
    const other = await endpoint({ url: `${failing.url}/other`, eventTypes: ['user.*'] })
    await publish('user.created')
    await watch.waitFor(2)

    expect(notificationsAt(watch).map(({ data }) => data.count)).toEqual([1, 1])
    expect(notificationsAt(watch)[1]?.data.endpointId).toBe(other)
    const [flagged] = await posthorn.database.query<{ count: number }>(
      'SELECT count(*)::int AS count FROM deliveries WHERE endpoint_id = $1 AND notification_pending',
      [id],
    )
    expect(flagged?.count).toBe(0)
  })

  it('not of a test event or a rejected delivery', async () => {
    await watcher()
    const rejecting = await startReceiver(() => ({ status: 404 }))
    const tested = await endpoint({ url: rejecting.url, eventTypes: ['order.paid'] })
    await posthorn.api.post(`${tenant.path}/endpoints/${tested}/test`, {})
    await posthorn.api.patch(`${tenant.path}/endpoints/${tested}`, { url: failing.url })
    await posthorn.api.post(`${tenant.path}/endpoints/${tested}/test`, {})
    await tenant.settled(2)
    await posthorn.api.patch(`${tenant.path}/endpoints/${tested}`, { url: rejecting.url })
    await publish()
    await tenant.settled(3)
    expect(await countPendingNotifications()).toBe(0)

    // The notification lists only this.
    const other = await endpoint({ eventTypes: ['user.*'] })
    await publish('user.created')
    await watch.waitFor(1)
    expect(notificationsAt(watch).map(({ data }) => [data.endpointId, data.count])).toEqual([[other, 1]])
    await rejecting.close()
  })

  it('even without a subscriber: the list of events has it', async () => {
    await endpoint()
    await publish()
    const notifications = await waitUntil('the event', async () => {
      const { body } = await posthorn.api.get<Page<EventSummary>>(
        `${tenant.path}/events?type=posthorn.delivery.exhausted`,
      )
      return body.data.length > 0 && body.data
    })
    expect(notifications).toHaveLength(1)
    expect(await countPendingNotifications()).toBe(0)
  })
})
