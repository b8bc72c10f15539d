import type { Attempt, CreatedKey, Delivery, Page, SentTestEvent } from '@posthorn/contracts'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { Reply } from '../../../harness/api-client.ts'
import { idOf, problem, reply, TIME } from '../../../harness/expected.ts'
import type { Tenant } from '../../../harness/posthorn.ts'
import { type Receiver, startReceiver } from '../../../harness/receiver.ts'
import { sharedPosthorn } from '../../../harness/shared/shared-posthorn.ts'
import { waitUntil } from '../../../harness/wait-until.ts'

describe('a test of an endpoint', () => {
  const posthorn = sharedPosthorn()
  let tenant: Tenant
  let receiver: Receiver
  let status: number
  beforeAll(async () => {
    receiver = await startReceiver(() => ({ status }))
  })
  beforeEach(async () => {
    tenant = await posthorn.createTenant()
    receiver.received.length = 0
    status = 200
  })
  afterAll(() => receiver.close())

  const test = (id: string, body?: unknown): Promise<Reply<SentTestEvent>> =>
    posthorn.api.post(`${tenant.path}/endpoints/${id}/test`, body)
  const finished = ({ deliveryId }: SentTestEvent): Promise<Delivery> =>
    waitUntil('the test to be finished', async () => {
      const { body } = await posthorn.api.get<Delivery>(`${tenant.path}/deliveries/${deliveryId}`)
      return body.status !== 'pending' && body
    })
  const attemptsOf = async ({ deliveryId }: SentTestEvent): Promise<Attempt[]> =>
    (await posthorn.api.get<Page<Attempt>>(`${tenant.path}/deliveries/${deliveryId}/attempts`)).body.data

  it('sends a posthorn.test event to this endpoint only, whatever its subscription', async () => {
    const { id } = await tenant.endpoint({ url: `${receiver.url}/tested`, eventTypes: ['order.paid'] })
    await tenant.endpoint({ url: `${receiver.url}/another`, eventTypes: ['*', 'posthorn.*'] })

    const sent = await test(id)
    expect(sent).toEqual(reply(202, { eventId: idOf('evt'), deliveryId: idOf('dlv') }))
    expect(await finished(sent.body)).toEqual({
      id: sent.body.deliveryId,
      eventId: sent.body.eventId,
      eventType: 'posthorn.test',
      endpointId: id,
      status: 'succeeded',
      trigger: 'test',
      reason: null,
      attemptCount: 1,
      lastStatusCode: 200,
      lastErrorCode: null,
      nextAttemptAt: null,
      createdAt: TIME,
      finishedAt: TIME,
    })
    expect((await attemptsOf(sent.body)).map(({ number, trigger }) => ({ number, trigger }))).toEqual([
      { number: 1, trigger: 'test' },
    ])
    expect(receiver.received.map(({ path }) => path)).toEqual(['/tested'])
    const [got] = receiver.received
    expect(got?.headers).toMatchObject({
      'webhook-id': sent.body.eventId,
      'x-webhook-event': 'posthorn.test',
    })
    expect(JSON.parse(got?.body.toString() ?? '')).toEqual({
      id: sent.body.eventId,
      type: 'posthorn.test',
      timestamp: TIME,
      data: { endpointId: id, message: 'This is a test of the endpoint. Nothing has happened.' },
    })
  })

  it('carries the given data byte for byte', async () => {
    const { id } = await tenant.endpoint({ url: receiver.url })
    const data = '{ "amount": 12345678901234567890, "a":1 }'
    expect((await test(id, `{"data": ${data} }`)).status).toBe(202)
    const [got] = await receiver.waitFor(1)
    expect(got?.body.toString()).toContain(`"data":${data}}`)
  })

  it('is made once: a failed one is not retried', async () => {
    status = 500
    const { id } = await tenant.endpoint({ url: receiver.url, retrySchedule: [0, 0] })
    const { body } = await test(id, {})
    expect(await finished(body)).toMatchObject({ status: 'failed', attemptCount: 1, nextAttemptAt: null })

    // A later event has used up its whole schedule: the test event is unchanged.
    await posthorn.api.post(`${tenant.path}/events`, { type: 'order.paid', data: {} })
    await tenant.settled(2)
    expect((await attemptsOf(body)).map(({ trigger, result }) => ({ trigger, result }))).toEqual([
      { trigger: 'test', result: 'failed' },
    ])
  })

  it('of an endpoint that answers 410 disables it', async () => {
    status = 410
    const { id } = await tenant.endpoint({ url: receiver.url })
    await finished((await test(id)).body)
    expect((await posthorn.api.get(`${tenant.path}/endpoints/${id}`)).body).toMatchObject({
      enabled: false,
      disabledReason: 'gone',
    })
  })

  it('is made although the circuit is open and the rate limit has no free slot', async () => {
    const { id } = await tenant.endpoint({ url: receiver.url, rateLimitPerSecond: 1 })
    await posthorn.database.query(
      `UPDATE endpoint_gates SET circuit_opened_at = now(), probe_at = now() + interval '1 hour',
         next_slot_at = now() + interval '1 hour' WHERE endpoint_id = $1`,
      [id],
    )
    expect(await finished((await test(id)).body)).toMatchObject({ status: 'succeeded', attemptCount: 1 })
  })

  it('conflicts with the endpoint being disabled', async () => {
    const { id } = await tenant.endpoint({ url: receiver.url, enabled: false })
    expect(await test(id)).toEqual(problem(409, 'conflict', 'The endpoint is disabled: enable it first.'))
  })

  it('has no fields except data, which is an object', async () => {
    const { id } = await tenant.endpoint({ url: receiver.url })
    expect(await test(id, { data: [], type: 'order.paid' })).toEqual(
      problem(400, 'invalid_request', expect.any(String), [
        { path: 'data', message: 'expected an object, got an array' },
        { path: 'type', message: 'unknown field' },
      ]),
    )
    expect(receiver.received).toEqual([])
  })

  it('finds no endpoint of another tenant, no deleted one, and refuses ids of another kind', async () => {
    const other = await posthorn.createTenant()
    const { id } = await other.endpoint({ url: receiver.url })
    const { id: deleted } = await tenant.endpoint({ url: receiver.url })
    await posthorn.api.delete(`${tenant.path}/endpoints/${deleted}`)

    const notFound = problem(404, 'not_found', 'No endpoint has this id: check the id and the tenant.')
    expect(await test(id)).toEqual(notFound)
    expect(await test(deleted)).toEqual(notFound)
    expect((await test('evt_01h455vb4pex5vsknk084sn02q')).status).toBe(400)
  })

  it('is forbidden for a reader', async () => {
    const { id } = await tenant.endpoint({ url: receiver.url })
    const { body } = await posthorn.api.post<CreatedKey>(`${tenant.path}/keys`, { role: 'read' })
    expect(await posthorn.api.as(body.key).post(`${tenant.path}/endpoints/${id}/test`, {})).toEqual(
      problem(403, 'forbidden', 'A key with the role "read" may not do this.'),
    )
  })
})
