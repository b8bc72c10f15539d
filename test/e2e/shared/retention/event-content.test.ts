import type { Attempt, AuditEntry, Delivery, EventSummary, Page, PublishedEvent } from '@posthorn/contracts'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { problem, reply } from '../../../harness/expected.ts'
import type { Tenant } from '../../../harness/posthorn.ts'
import { type Receiver, startReceiver } from '../../../harness/receiver.ts'
import { sharedPosthorn } from '../../../harness/shared/shared-posthorn.ts'
import { waitUntil } from '../../../harness/wait-until.ts'

const EVENT = { type: 'order.paid', data: { card: '4242' } }
const REMOVED = problem(
  409,
  'content_removed',
  'The content of the event has expired or was removed, so it cannot be sent again: publish a new event.',
)

describe('removing the content of an event', () => {
  const posthorn = sharedPosthorn()
  let tenant: Tenant
  let receiver: Receiver
  beforeAll(async () => {
    receiver = await startReceiver(({ path }) => ({
      status: path === '/fails' ? 400 : 200,
      body: 'thanks for 4242',
    }))
  })
  afterAll(() => receiver.close())
  beforeEach(async () => {
    tenant = await posthorn.createTenant()
  })

  const publish = async () =>
    (await posthorn.api.post<PublishedEvent>(`${tenant.path}/events`, EVENT)).body.id
  const contentOf = (id: string) => `${tenant.path}/events/${id}/content`
  const attemptsOf = async ({ id }: Pick<Delivery, 'id'>) =>
    (await posthorn.api.get<Page<Attempt>>(`${tenant.path}/deliveries/${id}/attempts`)).body.data

  it('removes data and recorded replies at once, and keeps the records', async () => {
    await tenant.endpoint({ url: `${receiver.url}/ok` })
    const id = await publish()
    const [delivery] = await tenant.settled(1)
    const before = await posthorn.api.get<EventSummary>(`${tenant.path}/events/${id}`)
    expect(before.body).toMatchObject({ expired: false, data: EVENT.data })
    const [attempt] = await attemptsOf(delivery as Delivery)
    expect(attempt).toMatchObject({ responseBody: 'thanks for 4242', expired: false })

    expect(await posthorn.api.delete(contentOf(id))).toEqual(reply(204))
    const {
      data: _data,
      traceId,
      ...record
    } = before.body as EventSummary & { data: unknown; traceId: string }
    expect(await posthorn.api.get(`${tenant.path}/events/${id}`)).toEqual(
      reply(200, { ...record, traceId, expired: true }),
    )
    const { body: list } = await posthorn.api.get<Page<EventSummary>>(`${tenant.path}/events`)
    expect(list.data).toEqual([{ ...record, expired: true }])
    expect(await attemptsOf(delivery as Delivery)).toEqual([
      { ...attempt, requestHeaders: {}, responseHeaders: null, responseBody: null, expired: true },
    ])
    expect(await posthorn.api.get(`${tenant.path}/deliveries/${delivery?.id}`)).toEqual(reply(200, delivery))
    expect(
      await posthorn.database.query(
        `SELECT octet_length(body) + coalesce(octet_length(raw), 0) AS bytes FROM events WHERE id = $1`,
        [id],
      ),
    ).toEqual([{ bytes: 0 }])
  })

  it('is audited, and safe to repeat', async () => {
    const id = await publish()
    for (let time = 0; time < 2; time += 1)
      expect(await posthorn.api.delete(contentOf(id))).toEqual(reply(204))
    const { body } = await posthorn.api.get<Page<AuditEntry>>(
      `${tenant.path}/audit?action=event.content_removed`,
    )
    expect(body.data).toMatchObject([{ object: id }, { object: id }])
  })

  it('cancels deliveries that are pending', async () => {
    await tenant.endpoint({ url: `${receiver.url}/ok`, enabled: false })
    const { id: endpointId } = await tenant.endpoint({ url: `${receiver.url}/later` })
    await posthorn.database.query(
      "UPDATE endpoint_gates SET circuit_opened_at = now(), probe_at = now() + interval '1 hour' WHERE endpoint_id = $1",
      [endpointId],
    )
    const id = await publish()
    expect(await posthorn.api.delete(contentOf(id))).toEqual(reply(204))
    const rows = await posthorn.database.query(
      'SELECT status, reason, remind_at FROM deliveries WHERE event_id = $1',
      [id],
    )
    expect(rows).toEqual([{ status: 'cancelled', reason: 'content_removed', remind_at: null }])
    expect(receiver.received.filter(({ path }) => path === '/later')).toEqual([])
  })

  it('leaves an attempt in flight to complete; a repeated request removes what it recorded', async () => {
    let answer = () => {}
    const answered = new Promise<void>((resolve) => {
      answer = resolve
    })
    const slow = await startReceiver(() => ({ status: 200, body: 'late 4242', after: answered }))
    await tenant.endpoint({ url: slow.url })
    const id = await publish()
    await slow.waitFor(1)
    expect(await posthorn.api.delete(contentOf(id))).toEqual(reply(204))
    answer()
    const delivery = await waitUntil('the attempt to be recorded', async () => {
      const [one] = (await posthorn.api.get<Page<Delivery>>(`${tenant.path}/deliveries`)).body.data
      return one?.status === 'succeeded' && one
    })
    expect(await attemptsOf(delivery)).toMatchObject([{ responseBody: 'late 4242', expired: false }])
    expect(await posthorn.api.delete(contentOf(id))).toEqual(reply(204))
    expect(await attemptsOf(delivery)).toMatchObject([{ responseBody: null, expired: true }])
    await slow.close()
  })

  it('leaves nothing to send again: a replay and a retry are 409', async () => {
    const { id: endpointId } = await tenant.endpoint({ url: `${receiver.url}/fails` })
    const id = await publish()
    const [delivery] = await tenant.settled(1)
    await posthorn.api.delete(contentOf(id))
    expect(await posthorn.api.post(`${tenant.path}/events/${id}/replay`, undefined)).toEqual(REMOVED)
    expect(
      await posthorn.api.post(`${tenant.path}/events/${id}/replay`, { endpointIds: [endpointId] }),
    ).toEqual(REMOVED)
    expect(await posthorn.api.post(`${tenant.path}/deliveries/${delivery?.id}/retry`, undefined)).toEqual(
      REMOVED,
    )
  })

  it('keeps a recovery from sending it: the delivery is cancelled again', async () => {
    const { id: endpointId } = await tenant.endpoint({ url: `${receiver.url}/fails` })
    const id = await publish()
    await tenant.settled(1)
    await posthorn.api.delete(contentOf(id))
    const sent = receiver.received.length
    await posthorn.api.post(`${tenant.path}/endpoints/${endpointId}/recover`, {
      since: '2020-01-01T00:00:00Z',
    })
    const delivery = await waitUntil('it to be cancelled', async () => {
      const [one] = (await posthorn.api.get<Page<Delivery>>(`${tenant.path}/deliveries`)).body.data
      return one?.status === 'cancelled' && one
    })
    expect(delivery.attemptCount).toBe(1)
    expect(receiver.received.length).toBe(sent)
  })

  it("does not find another tenant's event, and one with the role read may not do it", async () => {
    const id = await publish()
    const other = await posthorn.createTenant()
    expect(await posthorn.api.delete(`${other.path}/events/${id}/content`)).toEqual(
      problem(404, 'not_found', 'No event has this id: check the id and the tenant.'),
    )
    expect((await posthorn.api.get(`${tenant.path}/events/${id}`)).body).toMatchObject({ expired: false })
  })
})
