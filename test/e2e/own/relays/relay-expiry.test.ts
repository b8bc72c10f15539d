import type { AuditEntry, Delivery, Page, RelayList } from '@posthorn/contracts'
import { cancelExpiredOfRelays, deleteIdleRelay, findIdleRelays } from '@posthorn/database'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openDatabase } from '../../../harness/database/open-database.ts'
import { type Posthorn, startPosthorn } from '../../../harness/posthorn.ts'
import { createRelay } from '../../../harness/relay/relay-of.ts'
import { waitUntil } from '../../../harness/wait-until.ts'

/** The round of the worker comes every 30 seconds. */
const ROUND_MS_MAX = 60_000
const WAITING_MAX = 1_000

describe('a relay without a listener', () => {
  let posthorn: Posthorn
  beforeAll(async () => {
    posthorn = await startPosthorn()
  })
  afterAll(() => posthorn?.stop())

  /** Its only delivery has failed, and a retry was requested. */
  const createRetried = async () => {
    const created = await createRelay(posthorn)
    const listener = await created.listen()
    await created.publish()
    const [delivery] = await listener.received(1)
    const { deliveryId, number } = delivery!
    await listener.answer([{ deliveryId, number, statusCode: 500, durationMs: 1 }])
    await created.tenant.settled(1)
    listener.kill()
    await waitUntil('the listener to be gone', async () => {
      const { body } = await posthorn.api.get<RelayList>(`${created.tenant.path}/relays`)
      return body.data[0]?.connections.length === 0
    })
    await posthorn.api.post(`${created.tenant.path}/deliveries/${deliveryId}/retry`, undefined)
    return { ...created, deliveryId }
  }

  it('keeps what waits for 24 hours and the latest 1,000, and cancels the rest', async () => {
    const [old, many] = [await createRelay(posthorn), await createRelay(posthorn)]
    await old.publishMany(2)
    const event = { type: 'order.paid', data: {} }
    const events = Array.from({ length: WAITING_MAX }, () => event)
    const first = await many.publish()
    await posthorn.api.post(`${many.tenant.path}/events/batch`, { events })
    const waitingOf = async ({ tenant }: typeof old) =>
      (await posthorn.api.get<RelayList>(`${tenant.path}/relays`)).body.data[0]?.waiting
    await waitUntil(
      'all to wait',
      async () => (await waitingOf(many)) === WAITING_MAX && (await waitingOf(old)) === 2,
    )
    await posthorn.database.query(
      `UPDATE deliveries SET next_attempt_at = next_attempt_at - interval '25 hours' WHERE id = (
         SELECT min(id) FROM deliveries WHERE endpoint_id = $1)`,
      [old.relay.id],
    )
    const cancelled = async ({ tenant }: typeof old) =>
      (await posthorn.api.get<Page<Delivery>>(`${tenant.path}/deliveries?status=cancelled`)).body.data
    await waitUntil(
      'the rest to be cancelled',
      async () => (await cancelled(old)).length > 0 && (await cancelled(many)).length > 0,
      ROUND_MS_MAX,
    )
    expect(await cancelled(old)).toMatchObject([{ reason: 'relay_expired' }])
    expect(await cancelled(many)).toMatchObject([{ reason: 'relay_expired', eventId: first.id }])
    expect([await waitingOf(old), await waitingOf(many)]).toEqual([1, WAITING_MAX])
    await waitUntil('the metric to follow', async () => {
      const metrics = await (await fetch(`${posthorn.service('worker').url}/metrics`)).text()
      return metrics.includes(`posthorn_relay_waiting ${WAITING_MAX + 1}\n`)
    })
  })

  it('keeps a retry by hand for 24 hours, then clears it', async () => {
    const [old, fresh] = [await createRetried(), await createRetried()]
    const requested = async () => {
      const rows = await posthorn.database.query<{ id: string }>(
        'SELECT id FROM deliveries WHERE manual_at IS NOT NULL AND id = ANY ($1)',
        [[old, fresh].map(({ deliveryId }) => deliveryId)],
      )
      return rows.map(({ id }) => id)
    }
    expect(await requested()).toHaveLength(2)
    await posthorn.database.query(
      `UPDATE deliveries SET manual_at = manual_at - interval '25 hours' WHERE id = $1`,
      [old.deliveryId],
    )
    await waitUntil('the old one to be cleared', async () => (await requested()).length === 1, ROUND_MS_MAX)
    expect(await requested()).toEqual([fresh.deliveryId])
    const listener = await old.listenWhenFree()
    const event = await old.publish()
    expect(await listener.received(1)).toMatchObject([{ eventId: event.id }])
    listener.kill()
  })

  it('keeps what has waited long and was retried by hand for 24 hours from then', async () => {
    const { tenant, relay, publish } = await createRelay(posthorn)
    await publish()
    const read = async () =>
      (await posthorn.api.get<Page<Delivery>>(`${tenant.path}/deliveries`)).body.data[0]
    const waiting = await waitUntil('the delivery to wait', async () => {
      const delivery = await read()
      return delivery?.reason === 'no_listener' && delivery
    })
    await posthorn.api.post(`${tenant.path}/deliveries/${waiting.id}/retry`, undefined)
    await posthorn.database.query(
      `UPDATE deliveries SET next_attempt_at = next_attempt_at - interval '25 hours', remind_at = NULL WHERE endpoint_id = $1`,
      [relay.id],
    )
    const database = openDatabase(posthorn.database)
    await cancelExpiredOfRelays(database, 100)
    expect(await read()).toMatchObject({ status: 'pending' })
    await posthorn.database.query(
      `UPDATE deliveries SET manual_at = manual_at - interval '25 hours' WHERE endpoint_id = $1`,
      [relay.id],
    )
    await waitUntil('the delivery to be cancelled', async () => {
      await cancelExpiredOfRelays(database, 100)
      return (await read())?.status === 'cancelled'
    })
    await database.close()
  })

  it('clears a retry by hand when it is deleted', async () => {
    const { tenant, relay, deliveryId } = await createRetried()
    const read = async () => {
      const [row] = await posthorn.database.query<{ isRequested: boolean; isLeft: boolean }>(
        `SELECT manual_at IS NOT NULL AS "isRequested", remind_at IS NULL AS "isLeft" FROM deliveries WHERE id = $1`,
        [deliveryId],
      )
      return row
    }
    await waitUntil('the retry to be left to listeners', async () => (await read())?.isLeft)
    expect(await read()).toMatchObject({ isRequested: true })
    await posthorn.api.delete(`${tenant.path}/endpoints/${relay.id}`)
    await waitUntil('the retry to be cleared', async () => (await read())?.isRequested === false)
    expect(await tenant.settled(1)).toMatchObject([{ status: 'failed', attemptCount: 1 }])
  })

  it('is removed after 30 days, unless a listener was connected since', async () => {
    const [idle, used] = [await createRelay(posthorn), await createRelay(posthorn)]
    const listener = await used.listen()
    await listener.ready()
    listener.kill()
    await posthorn.database.query(
      `UPDATE endpoints SET created_at = now() - interval '31 days' WHERE id = ANY ($1)`,
      [[idle.relay.id, used.relay.id]],
    )
    const relaysOf = async ({ tenant }: typeof idle) =>
      (await posthorn.api.get<RelayList>(`${tenant.path}/relays`)).body.data.length
    await waitUntil('the idle one to be removed', async () => (await relaysOf(idle)) === 0, ROUND_MS_MAX)
    expect(await relaysOf(used)).toBe(1)
    const audit = await posthorn.api.get<Page<AuditEntry>>(`${idle.tenant.path}/audit?actor=system`)
    expect(audit.body.data).toMatchObject([{ action: 'relay.removed', object: idle.relay.id }])
  })

  it('is not removed when a listener connects after it was found', async () => {
    const { tenant, relay, listen } = await createRelay(posthorn)
    await posthorn.stopAll('worker')
    await posthorn.database.query(
      `UPDATE endpoints SET created_at = now() - interval '31 days' WHERE id = $1`,
      [relay.id],
    )
    const database = openDatabase(posthorn.database)
    const found = (await findIdleRelays(database, 10)).filter(({ endpointId }) => endpointId === relay.id)
    expect(found).toHaveLength(1)
    const listener = await listen()
    await listener.ready()
    const [{ tenantId, endpointId }] = found as [(typeof found)[0]]
    expect(await deleteIdleRelay(database, tenantId, endpointId)).toBe(false)
    expect((await posthorn.api.get<RelayList>(`${tenant.path}/relays`)).body.data).toHaveLength(1)
    listener.kill()
    await database.close()
  })
})
