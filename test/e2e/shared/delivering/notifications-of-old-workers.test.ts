import { beforeEach, describe, expect, it } from 'vitest'
import { endDeliveries } from '../../../harness/database/ended-deliveries.ts'
import type { Tenant } from '../../../harness/posthorn.ts'
import { type Receiver, startReceiver } from '../../../harness/receiver.ts'
import { sharedPosthorn } from '../../../harness/shared/shared-posthorn.ts'

const COUNT = 3

// During an upgrade, workers of 0.1.0 write the previous names of the columns, as the statements of these tests do.
describe('a notification that a worker of 0.1.0 makes pending', () => {
  const posthorn = sharedPosthorn()
  let tenant: Tenant
  let watch: Receiver
  let endpointId: string
  beforeEach(async () => {
    tenant = await posthorn.createTenant()
    watch = await startReceiver()
    await tenant.endpoint({ url: watch.url, eventTypes: ['posthorn.*'] })
    endpointId = (await tenant.endpoint({ url: 'https://example.com', eventTypes: ['order.*'] })).id
    return () => watch.close()
  })
  const notification = async () => {
    await watch.waitFor(1)
    return JSON.parse(watch.received[0]?.body.toString() ?? '')
  }

  it('of deliveries that used up their schedule is sent, and pending for neither version', async () => {
    await endDeliveries(posthorn, tenant, { endpointId, count: COUNT })
    await posthorn.database.query('UPDATE deliveries SET exhausted_untold = true WHERE endpoint_id = $1', [
      endpointId,
    ])
    expect(await notification()).toMatchObject({
      type: 'posthorn.delivery.exhausted',
      data: { endpointId, count: COUNT },
    })
    const pending = await posthorn.database.query(
      'SELECT FROM deliveries WHERE endpoint_id = $1 AND (exhausted_untold OR notification_pending)',
      [endpointId],
    )
    expect(pending).toEqual([])
  })

  it('of a disabled endpoint is sent, and pending for neither version', async () => {
    await posthorn.database.query(
      `WITH endpoint AS (
         UPDATE endpoints SET enabled = false, disabled_reason = 'gone' WHERE id = $1
       )
       UPDATE endpoint_gates SET tell_at = now() WHERE endpoint_id = $1`,
      [endpointId],
    )
    expect(await notification()).toMatchObject({
      type: 'posthorn.endpoint.disabled',
      data: { endpointId, reason: 'gone' },
    })
    const pending = await posthorn.database.query(
      'SELECT FROM endpoint_gates WHERE endpoint_id = $1 AND (tell_at IS NOT NULL OR notify_at IS NOT NULL)',
      [endpointId],
    )
    expect(pending).toEqual([])
  })
})

describe('a notification that a worker of 0.1.0 has sent', () => {
  const posthorn = sharedPosthorn('idle')

  it('is not sent again by a newer one', async () => {
    const tenant = await posthorn.createTenant()
    const { id } = await tenant.endpoint({ url: 'https://example.com', eventTypes: ['order.*'] })
    await posthorn.api.post(`${tenant.path}/events`, { type: 'order.paid', data: {} })
    const query = (text: string) => posthorn.database.query(text, [id])
    await query(
      'UPDATE deliveries SET notification_pending = true, exhausted_untold = true WHERE endpoint_id = $1',
    )
    await query('UPDATE endpoint_gates SET notify_at = now(), tell_at = now() WHERE endpoint_id = $1')

    await query('UPDATE deliveries SET exhausted_untold = false WHERE endpoint_id = $1')
    await query('UPDATE endpoint_gates SET tell_at = NULL, exhausted_told_at = now() WHERE endpoint_id = $1')

    const [state] = await query(
      `SELECT notification_pending, notify_at, exhausted_notified_at > now() - interval '1 minute' AS recent
       FROM endpoint_gates g JOIN deliveries d ON d.endpoint_id = g.endpoint_id WHERE g.endpoint_id = $1`,
    )
    expect(state).toEqual({ notification_pending: false, notify_at: null, recent: true })
  })
})
