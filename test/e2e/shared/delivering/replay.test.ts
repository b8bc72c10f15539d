import {
  type Attempt,
  type CreatedKey,
  type Delivery,
  newId,
  type Page,
  type PublishedEvent,
  type Replay,
  type ReplayedEvent,
} from '@posthorn/contracts'
import { beforeEach, describe, expect, it } from 'vitest'
import type { Reply } from '../../../harness/api-client.ts'
import { idOf, problem, reply, TIME } from '../../../harness/expected.ts'
import type { Tenant } from '../../../harness/posthorn.ts'
import { sharedPosthorn } from '../../../harness/shared/shared-posthorn.ts'
import { testReceiver } from '../../../harness/shared/test-receiver.ts'

const NOT_FOUND = problem(404, 'not_found', 'No event has this id: check the id and the tenant.')

describe('replaying an event', () => {
  const posthorn = sharedPosthorn()
  const receiver = testReceiver()
  let tenant: Tenant
  beforeEach(async () => {
    tenant = await posthorn.createTenant()
  })

  const endpoint = async (path: string, fields: object = {}): Promise<string> =>
    (await tenant.endpoint({ url: `${receiver.url}/${path}`, ...fields })).id
  const publish = async (body: unknown = { type: 'order.paid', data: { total: 5 } }): Promise<string> =>
    (await posthorn.api.post<PublishedEvent>(`${tenant.path}/events`, body)).body.id
  const replay = (
    id: string,
    body?: { [Field in keyof Replay]: unknown },
    headers: Record<string, string> = {},
  ): Promise<Reply<ReplayedEvent>> => posthorn.api.post(`${tenant.path}/events/${id}/replay`, body, headers)
  const pathsReceived = () => receiver.received.map(({ path }) => path).toSorted()
  const newDelivery = (eventId: string, endpointId: string) => ({
    id: idOf('dlv'),
    eventId,
    eventType: 'order.paid',
    endpointId,
    status: 'pending',
    trigger: 'schedule',
    reason: null,
    attemptCount: 0,
    lastStatusCode: null,
    lastErrorCode: null,
    nextAttemptAt: TIME,
    createdAt: TIME,
    finishedAt: null,
  })

  it('makes a new delivery of the same event and id, equal byte for byte, and leaves the previous one unchanged', async () => {
    const endpointId = await endpoint('shop')
    const eventId = await publish('{"type":"order.paid","data":{ "total": 12345678901234567890 }}')
    const [first] = await tenant.settled(1)

    expect(await replay(eventId)).toEqual(reply(202, { data: [newDelivery(eventId, endpointId)] }))
    const [same, again] = await tenant.settled(2)
    expect(same).toEqual(first)
    expect(again).toMatchObject({ eventId, status: 'succeeded', attemptCount: 1 })

    const [one, other] = receiver.received
    expect(one?.body).toEqual(other?.body)
    expect(receiver.received.map(({ headers }) => headers['webhook-id'])).toEqual([eventId, eventId])
    expect(receiver.received.map(({ headers }) => headers['x-webhook-delivery'])).toEqual([
      first?.id,
      again?.id,
    ])
    const attempts = await posthorn.api.get<Page<Attempt>>(`${tenant.path}/deliveries/${again?.id}/attempts`)
    expect(attempts.body.data.map(({ trigger }) => trigger)).toEqual(['schedule'])
  })

  it('sends it to the enabled endpoints that now subscribe to it, filters included', async () => {
    const changed = await endpoint('was-subscribed')
    const eventId = await publish()
    await tenant.settled(1)
    await posthorn.api.patch(`${tenant.path}/endpoints/${changed}`, { eventTypes: ['order.refunded'] })
    const expected = [
      await endpoint('all'),
      await endpoint('by-prefix', { eventTypes: ['order.*'] }),
      await endpoint('by-filter', { filter: { total: { $gt: 4 } } }),
    ]
    await endpoint('filtered-out', { filter: { total: { $gt: 5 } } })
    await endpoint('disabled', { enabled: false })
    await endpoint('another-type', { eventTypes: ['order.refunded'] })
    await endpoint('own-events', { eventTypes: ['posthorn.*'] })

    const { status, body } = await replay(eventId, {})
    expect(status).toBe(202)
    expect(body.data.map(({ endpointId }) => endpointId).toSorted()).toEqual(expected.toSorted())
    await tenant.settled(4)
    expect(pathsReceived()).toEqual(['/all', '/by-filter', '/by-prefix', '/was-subscribed'])
  })

  it('works for an event with no deliveries yet', async () => {
    const eventId = await publish()
    expect(await replay(eventId)).toEqual(reply(202, { data: [] }))

    const endpointId = await endpoint('late')
    expect(await replay(eventId)).toEqual(reply(202, { data: [newDelivery(eventId, endpointId)] }))
    expect(await tenant.settled(1)).toMatchObject([{ eventId, status: 'succeeded' }])
  })

  it('sends it to the given endpoints, in their order, whatever they subscribe to', async () => {
    await endpoint('not-named')
    const two = await endpoint('two', { eventTypes: ['user.created'], filter: { total: 1 } })
    const one = await endpoint('one', { eventTypes: ['user.created'] })
    const eventId = await publish()
    await tenant.settled(1)
    receiver.received.length = 0

    expect(await replay(eventId, { endpointIds: [one, two] })).toEqual(
      reply(202, { data: [newDelivery(eventId, one), newDelivery(eventId, two)] }),
    )
    await tenant.settled(3)
    expect(pathsReceived()).toEqual(['/one', '/two'])
  })

  it('refuses unknown endpoints, each with its position, and sends nothing', async () => {
    const other = await posthorn.createTenant()
    const { id: others } = await other.endpoint({ url: receiver.url })
    const deleted = await endpoint('deleted')
    await posthorn.api.delete(`${tenant.path}/endpoints/${deleted}`)
    const good = await endpoint('good', { eventTypes: ['user.created'] })
    const eventId = await publish()

    expect(await replay(eventId, { endpointIds: [others, good, deleted] })).toEqual(
      problem(400, 'invalid_request', expect.any(String), [
        { path: 'endpointIds.0', message: `unknown endpoint ${others}` },
        { path: 'endpointIds.2', message: `unknown endpoint ${deleted}` },
      ]),
    )
    expect(await tenant.settled(0)).toEqual([])
  })

  it('conflicts with a given endpoint being disabled, and sends nothing', async () => {
    const disabled = await endpoint('disabled', { enabled: false })
    const good = await endpoint('good', { eventTypes: ['user.created'] })
    const eventId = await publish()

    expect(await replay(eventId, { endpointIds: [good, disabled] })).toEqual(
      problem(409, 'conflict', `Disabled endpoints: ${disabled}. Enable them first.`),
    )
    expect(await tenant.settled(0)).toEqual([])
  })

  it.each([
    [{ endpointIds: [] }, 'endpointIds'],
    [{ endpointIds: ['evt_01h455vb4pex5vsknk084sn02q'] }, 'endpointIds.0'],
    [{ endpointIds: Array.from({ length: 101 }, (_, n) => `ep_${n}`) }, 'endpointIds'],
    [{ endpointIds: ['ep_1', 'ep_1'] }, 'endpointIds'],
    [{ endpointIds: null }, 'endpointIds'],
    [{ endpoints: ['ep_1'] }, 'endpoints'],
  ])('refuses %j', async (body, path) => {
    const answer = await posthorn.api.post(`${tenant.path}/events/${await publish()}/replay`, body)
    expect(answer).toEqual(
      problem(400, 'invalid_request', expect.any(String), [{ path, message: expect.any(String) }]),
    )
  })

  it('is done once for requests with the same Idempotency-Key', async () => {
    await endpoint('shop', { eventTypes: ['user.created'] })
    const endpointId = await endpoint('again', { eventTypes: ['user.created'] })
    const eventId = await publish()
    const key = { 'idempotency-key': 'replay-1' }
    const [one, other] = await Promise.all([
      replay(eventId, { endpointIds: [endpointId] }, key),
      replay(eventId, { endpointIds: [endpointId] }, key),
    ])
    expect(one.status).toBe(202)
    expect(one.text).toBe(other.text)
    expect(await tenant.settled(1)).toMatchObject([{ id: one.body.data[0]?.id, status: 'succeeded' }])
  })

  it('in another process that takes over after a crash returns the deliveries that were made, and makes no others', async () => {
    const endpointId = await endpoint('again')
    const eventId = await publish()
    await tenant.settled(1)
    const key = { 'idempotency-key': 'replay-2' }
    const first = await replay(eventId, { endpointIds: [endpointId] }, key)
    // Simulates that its process died before it stored the reply.
    await posthorn.database.query(
      `UPDATE idempotency_keys SET status = NULL, content_type = NULL, sealed_reply = NULL, lease_until = now()
       WHERE key = 'replay-2' AND starts_with(path, $1)`,
      [tenant.path],
    )

    const again = await replay(eventId, { endpointIds: [endpointId] }, key)
    expect(again.body.data.map(({ id }) => id)).toEqual(first.body.data.map(({ id }) => id))
    expect(await tenant.settled(2)).toHaveLength(2)
  })

  it('finds no event of another tenant, and refuses ids of another kind', async () => {
    const eventId = await publish()
    const other = await posthorn.createTenant()
    expect(await posthorn.api.post(`${other.path}/events/${eventId}/replay`, {})).toEqual(NOT_FOUND)
    expect(await replay(newId('event'))).toEqual(NOT_FOUND)
    expect((await replay('dlv_01h455vb4pex5vsknk084sn02q')).status).toBe(400)
  })

  it.each(['read', 'publish'])('is forbidden for a key of the role %s', async (role) => {
    const { body } = await posthorn.api.post<CreatedKey>(`${tenant.path}/keys`, { role })
    expect(
      await posthorn.api.as(body.key).post(`${tenant.path}/events/${await publish()}/replay`, {}),
    ).toEqual(problem(403, 'forbidden', `A key with the role "${role}" may not do this.`))
  })

  it('shows its deliveries with the event, newest first', async () => {
    await endpoint('shop')
    const eventId = await publish()
    const [first] = await tenant.settled(1)
    const again = await replay(eventId)
    await tenant.settled(2)
    const { body } = await posthorn.api.get<Page<Delivery>>(`${tenant.path}/events/${eventId}/deliveries`)
    expect(body.data.map(({ id }) => id)).toEqual([again.body.data[0]?.id, first?.id])
  })
})
