import type {
  AuditEntry,
  Delivery,
  InboundRequest,
  InboundRequestDetail,
  Page,
  ReprocessedRequest,
  Source,
} from '@posthorn/contracts'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { Reply } from '../../../harness/api-client.ts'
import { idOf, problem, reply, TIME } from '../../../harness/expected.ts'
import type { Tenant } from '../../../harness/posthorn.ts'
import { type Receiver, startReceiver } from '../../../harness/receiver.ts'
import { sharedPosthorn } from '../../../harness/shared/shared-posthorn.ts'
import { githubWebhook, sendWebhook, standardWebhook, stripeWebhook } from '../../../harness/webhooks.ts'

const RIGHT = 'whsec_the_right_one'
const WRONG = 'whsec_the_wrong_one'
const BODY = '{"id":"evt_1","type":"invoice.paid","amount":12345678901234567890}'
const KIB = 1024
const HOUR_MS = 3_600_000
const DAY_SECONDS = 86_400

describe('processing a request again', () => {
  const posthorn = sharedPosthorn()
  let tenant: Tenant
  let receiver: Receiver
  beforeAll(async () => {
    receiver = await startReceiver()
  })
  beforeEach(async () => {
    tenant = await posthorn.createTenant()
    receiver.received.length = 0
  })
  afterAll(() => receiver.close())

  const stripeSource = (fields: object = {}) =>
    tenant.source({ name: 'stripe', provider: 'stripe', secrets: [WRONG], ...fields })
  const changeSource = ({ id }: Source, change: object) =>
    posthorn.api.patch(`${tenant.path}/sources/${id}`, change)
  const correct = (source: Source) => changeSource(source, { secrets: [RIGHT] })

  async function listed({ id }: Source, query = ''): Promise<InboundRequest[]> {
    const path = `${tenant.path}/sources/${id}/requests${query}`
    return (await posthorn.api.get<Page<InboundRequest>>(path)).body.data
  }
  async function lastRequest(source: Source): Promise<string> {
    const [newest] = await listed(source)
    return newest?.id ?? ''
  }
  const read = async (id: string) =>
    (await posthorn.api.get<InboundRequestDetail>(`${tenant.path}/requests/${id}`)).body
  const reprocess = (id: string, headers = {}): Promise<Reply<ReprocessedRequest>> =>
    posthorn.api.post(`${tenant.path}/requests/${id}/reprocess`, undefined, headers)
  const countEvents = async () =>
    (await posthorn.api.get<Page<unknown>>(`${tenant.path}/events`)).body.data.length

  /** A request that was rejected because its source had another secret. */
  async function rejectedRequest(source: Source, body = BODY, at = new Date()): Promise<string> {
    expect((await sendWebhook(source.ingestUrl, stripeWebhook(RIGHT, body, at))).status).toBe(401)
    return lastRequest(source)
  }

  it('accepts a rejected one after the secret of its source was corrected, and delivers its event', async () => {
    const endpoint = await tenant.endpoint({ url: receiver.url, eventTypes: ['stripe.*'] })
    const source = await stripeSource()
    const id = await rejectedRequest(source)
    await correct(source)

    const answer = await reprocess(id)
    expect(answer).toEqual(reply(202, { status: 'accepted', eventId: idOf('evt') }))
    const { eventId } = answer.body
    const event = await posthorn.api.get(`${tenant.path}/events/${eventId}`)
    expect(event.text).toContain(`"data":${BODY}`)
    expect(event.body).toMatchObject({ type: 'stripe.invoice.paid', sourceId: source.id })
    const [delivery] = await tenant.settled(1)
    expect(delivery).toMatchObject({ eventId, endpointId: endpoint.id, status: 'succeeded' })
    expect(receiver.received.map(({ headers }) => headers['webhook-id'])).toEqual([eventId])

    // The content is now in the event alone.
    expect(await read(id)).toEqual({
      id,
      sourceId: source.id,
      outcome: 'accepted',
      cause: null,
      eventId,
      contentType: 'application/json',
      userAgent: null,
      bodyBytes: BODY.length,
      matchedSecret: { position: 0, createdAt: TIME },
      receivedAt: TIME,
      reprocessedAt: TIME,
      detail: null,
      headers: null,
      body: null,
      bodyTruncated: false,
      reprocessable: true,
    })
    expect(await posthorn.database.query('SELECT FROM rejected_requests WHERE id = $1', [id])).toEqual([])
  })

  it("makes the provider's own retry a duplicate", async () => {
    const source = await stripeSource()
    const id = await rejectedRequest(source)
    await correct(source)
    const { eventId } = (await reprocess(id)).body
    expect(await sendWebhook(source.ingestUrl, stripeWebhook(RIGHT, BODY))).toEqual(
      reply(200, { status: 'already_processed', eventId }),
    )
  })

  it("finds the event of the provider's own retry, and sends nothing", async () => {
    await tenant.endpoint({ url: receiver.url })
    const source = await stripeSource()
    const id = await rejectedRequest(source)
    await correct(source)
    const retry = await sendWebhook(source.ingestUrl, stripeWebhook(RIGHT, BODY))
    await tenant.settled(1)

    const { eventId } = retry.body
    expect(await reprocess(id)).toEqual(reply(200, { status: 'already_processed', eventId }))
    expect(await read(id)).toMatchObject({ outcome: 'duplicate', cause: null, eventId, reprocessedAt: TIME })
    expect(await tenant.settled(1)).toHaveLength(1)
  })

  it('verifies by the time at which the request arrived, not by the current one', async () => {
    const source = await stripeSource({ toleranceSeconds: 7200 })
    const id = await rejectedRequest(source, BODY, new Date(Date.now() - HOUR_MS))
    await changeSource(source, { secrets: [RIGHT], toleranceSeconds: 300 })
    expect(await reprocess(id)).toMatchObject({ status: 409, body: { cause: 'timestamp_too_old' } })

    // As if it had arrived when it was signed.
    const earlier = `UPDATE requests SET received_at = received_at - interval '1 hour' WHERE id = $1`
    await posthorn.database.query(earlier, [id])
    expect((await reprocess(id)).status).toBe(202)
  })

  it('is refused with the cause while the request does not verify, and keeps it', async () => {
    const source = await stripeSource()
    const id = await rejectedRequest(source)
    const before = await read(id)
    const answer = await reprocess(id)
    const detail =
      'The request is still rejected: No signature in the request matches a secret of the source.'
    const expected = problem(409, 'request_rejected', detail)
    expect(answer).toEqual({ ...expected, body: { ...expected.body, cause: 'signature_mismatch' } })
    expect(await read(id)).toEqual(before)
    expect(await countEvents()).toBe(0)

    await correct(source)
    expect((await reprocess(id)).status).toBe(202)
  })

  it.each([
    ['disabled', { enabled: false }, 'source_disabled'],
    ['given another secret', { secrets: ['whsec_another'] }, 'signature_mismatch'],
  ])('is refused while its source is %s', async (_how, change, cause) => {
    const source = await stripeSource()
    const id = await rejectedRequest(source)
    await changeSource(source, change)
    expect(await reprocess(id)).toMatchObject({ status: 409, body: { code: 'request_rejected', cause } })
  })

  it('is refused for a body that cannot be parsed, however it is signed', async () => {
    const source = await stripeSource()
    const id = await rejectedRequest(source, 'not JSON')
    await correct(source)
    expect(await reprocess(id)).toMatchObject({
      status: 409,
      body: {
        cause: 'unreadable_body',
        detail: 'The request is still rejected: The body cannot be read: expected JSON.',
      },
    })
  })

  it('is refused for a request whose body was not kept', async () => {
    const source = await stripeSource({ enabled: false })
    await sendWebhook(source.ingestUrl, stripeWebhook(RIGHT, BODY))
    await changeSource(source, { enabled: true, secrets: [RIGHT] })
    const id = await lastRequest(source)
    expect(await reprocess(id)).toEqual(problem(409, 'conflict', (await read(id)).detail))
  })

  it('is refused for a request whose content is no longer kept', async () => {
    const source = await stripeSource()
    const id = await rejectedRequest(source)
    await posthorn.database.query('DELETE FROM rejected_requests WHERE id = $1', [id])
    await correct(source)
    expect(await reprocess(id)).toEqual(
      problem(
        409,
        'conflict',
        'The content of the request is no longer kept. Have the provider send the webhook again.',
      ),
    )
  })

  it('is refused when its source may have forgotten a copy that it accepted', async () => {
    await tenant.endpoint({ url: receiver.url })
    const fields = {
      name: 'github',
      provider: 'github',
      secrets: ['wrong'],
      dedupeWindowSeconds: DAY_SECONDS,
    }
    const source = await tenant.source(fields)
    const webhook = await githubWebhook('right', BODY, { event: 'push', delivery: 'd-1' })
    const send = () => sendWebhook(source.ingestUrl, webhook)
    expect((await send()).status).toBe(401)
    const id = await lastRequest(source)
    await changeSource(source, { secrets: ['right'] })
    expect((await send()).status).toBe(202)
    await tenant.settled(1)
    const dayOlder = (table: string, column: string) =>
      posthorn.database.query(
        `UPDATE ${table} SET ${column} = ${column} - interval '24 hours' WHERE source_id = $1`,
        [source.id],
      )
    await dayOlder('dedupe_keys', 'expires_at')
    expect((await read(id)).reprocessable).toBe(true)
    await dayOlder('requests', 'received_at')
    expect((await read(id)).reprocessable).toBe(false)
    expect(await reprocess(id)).toEqual(
      problem(
        409,
        'conflict',
        'The request arrived more than 86400 seconds ago, the dedupeWindowSeconds of its source, so it may be the copy of an event that was already sent. Have the provider send the webhook again.',
      ),
    )
    expect(await countEvents()).toBe(1)
  })

  it('accepts one that arrived within the dedupe window of its source', async () => {
    const fields = {
      name: 'github',
      provider: 'github',
      secrets: ['wrong'],
      dedupeWindowSeconds: DAY_SECONDS,
    }
    const source = await tenant.source(fields)
    const webhook = await githubWebhook('right', BODY, { event: 'push', delivery: 'd-1' })
    await sendWebhook(source.ingestUrl, webhook)
    const id = await lastRequest(source)
    const earlier = `UPDATE requests SET received_at = received_at - interval '23 hours' WHERE id = $1`
    await posthorn.database.query(earlier, [id])
    await changeSource(source, { secrets: ['right'] })
    expect((await reprocess(id)).status).toBe(202)
  })

  it('is refused for a request of a deleted source', async () => {
    const source = await stripeSource()
    const id = await rejectedRequest(source)
    await posthorn.api.delete(`${tenant.path}/sources/${source.id}`)
    expect(await reprocess(id)).toEqual(
      problem(409, 'conflict', `The source ${source.id} of the request was deleted.`),
    )
  })

  it('makes one event of concurrent calls', async () => {
    await tenant.endpoint({ url: receiver.url })
    const source = await stripeSource()
    const id = await rejectedRequest(source)
    await correct(source)

    const answers = await Promise.all(Array.from({ length: 10 }, () => reprocess(id)))
    expect(answers.map(({ status }) => status).filter((status) => status === 202)).toHaveLength(1)
    expect(answers.map(({ status }) => status).filter((status) => status === 200)).toHaveLength(9)
    expect(new Set(answers.map(({ body }) => body.eventId)).size).toBe(1)
    expect(await countEvents()).toBe(1)
    expect(await tenant.settled(1)).toHaveLength(1)
    expect(await read(id)).toMatchObject({ outcome: 'accepted', eventId: answers[0]?.body.eventId })
  })

  it("makes one event beside the provider's own retries", async () => {
    const source = await stripeSource()
    const id = await rejectedRequest(source)
    await correct(source)
    const [again, ...retries] = await Promise.all([
      reprocess(id),
      ...Array.from({ length: 5 }, () => sendWebhook(source.ingestUrl, stripeWebhook(RIGHT, BODY))),
    ])
    const eventIds = [again, ...retries].map(({ body }) => body.eventId)
    expect(new Set(eventIds).size).toBe(1)
    expect(await countEvents()).toBe(1)
  })

  it('gives the same answer to the same Idempotency-Key, and sends nothing twice', async () => {
    await tenant.endpoint({ url: receiver.url })
    const source = await stripeSource()
    const id = await rejectedRequest(source)
    await correct(source)
    const key = { 'idempotency-key': 'again' }
    const first = await reprocess(id, key)
    const second = await reprocess(id, key)
    expect(second).toMatchObject({ status: 202, body: first.body })
    expect(second.headers['idempotency-replayed']).toBe('true')
    expect(await reprocess(id)).toEqual(
      reply(200, { status: 'already_processed', eventId: first.body.eventId }),
    )
    expect(await tenant.settled(1)).toHaveLength(1)
  })

  it('sends the event of an accepted one again', async () => {
    await tenant.endpoint({ url: receiver.url })
    const source = await stripeSource({ secrets: [RIGHT] })
    const accepted = await sendWebhook(source.ingestUrl, stripeWebhook(RIGHT, BODY))
    const { eventId } = accepted.body
    await tenant.settled(1)

    expect(await reprocess(await lastRequest(source))).toEqual(reply(202, { status: 'accepted', eventId }))
    const deliveries: Delivery[] = await tenant.settled(2)
    expect(deliveries.map((delivery) => delivery.eventId)).toEqual([eventId, eventId])
    expect(receiver.received.map(({ headers }) => headers['webhook-id'])).toEqual([eventId, eventId])
  })

  it('is not offered for an accepted one whose event has no content any more', async () => {
    const source = await stripeSource({ secrets: [RIGHT] })
    const { eventId } = (await sendWebhook(source.ingestUrl, stripeWebhook(RIGHT, BODY))).body
    const id = await lastRequest(source)
    expect((await read(id)).reprocessable).toBe(true)
    expect((await posthorn.api.delete(`${tenant.path}/events/${eventId}/content`)).status).toBe(204)
    expect((await read(id)).reprocessable).toBe(false)
    expect(await reprocess(id)).toMatchObject({ status: 409, body: { code: 'content_removed' } })
  })

  it('sends nothing for a duplicate', async () => {
    await tenant.endpoint({ url: receiver.url })
    const source = await stripeSource({ secrets: [RIGHT] })
    const accepted = await sendWebhook(source.ingestUrl, stripeWebhook(RIGHT, BODY))
    await sendWebhook(source.ingestUrl, stripeWebhook(RIGHT, BODY))
    const [duplicate] = await listed(source, '?outcome=duplicate')
    const { eventId } = accepted.body
    expect(await reprocess(duplicate?.id ?? '')).toEqual(reply(200, { status: 'already_processed', eventId }))
    expect(await tenant.settled(1)).toHaveLength(1)
  })

  it.each([
    [
      'GitHub, by the delivery id',
      'github',
      'right',
      () => githubWebhook('right', BODY, { event: 'push', delivery: 'd-1' }),
    ],
    [
      'Standard Webhooks',
      'standard-webhooks',
      `whsec_${Buffer.alloc(32, 7).toString('base64')}`,
      async () => standardWebhook(`whsec_${Buffer.alloc(32, 7).toString('base64')}`, BODY, { id: 'msg_1' }),
    ],
  ])('accepts a request of %s', async (_name, provider, secret, webhook) => {
    const wrong = provider === 'github' ? 'wrong' : `whsec_${Buffer.alloc(32, 8).toString('base64')}`
    const source = await tenant.source({ name: provider, provider, secrets: [wrong] })
    expect((await sendWebhook(source.ingestUrl, await webhook())).status).toBe(401)
    await changeSource(source, { secrets: [secret] })
    expect((await reprocess(await lastRequest(source))).status).toBe(202)
  })

  it('accepts a body of 256 KiB, byte for byte', async () => {
    const source = await stripeSource()
    const begin = '{"id":"evt_1","type":"invoice.paid","text":"'
    const body = `${begin}${'é'.repeat(64 * KIB)}`.padEnd(256 * KIB - 64 * KIB - 2, 'x').concat('"}')
    expect(Buffer.byteLength(body)).toBe(256 * KIB)
    const id = await rejectedRequest(source, body)
    await correct(source)
    const { eventId } = (await reprocess(id)).body
    const event = await posthorn.api.get(`${tenant.path}/events/${eventId}`)
    expect(event.text).toContain(`"data":${body}}`)
  })

  it('is audited with the id of the request', async () => {
    const source = await stripeSource()
    const id = await rejectedRequest(source)
    await reprocess(id)
    await correct(source)
    await reprocess(id)
    const path = `${tenant.path}/audit?action=request.reprocessed`
    const { body } = await posthorn.api.get<Page<AuditEntry>>(path)
    expect(body.data).toEqual([
      {
        id: idOf('aud'),
        actor: 'admin',
        action: 'request.reprocessed',
        object: id,
        fields: [],
        count: null,
        requestId: expect.any(String),
        createdAt: TIME,
      },
    ])
  })

  it('does not find the request of another tenant, and changes nothing of it', async () => {
    const source = await stripeSource()
    const id = await rejectedRequest(source)
    await correct(source)
    const other = await posthorn.createTenant()
    expect(await posthorn.api.post(`${other.path}/requests/${id}/reprocess`, undefined)).toEqual(
      problem(404, 'not_found', 'No request has this id: check the id and the tenant.'),
    )
    expect(await read(id)).toMatchObject({ outcome: 'rejected', eventId: null })
  })

  it('is refused to a delivery of a Posthorn, which could start a loop', async () => {
    const source = await stripeSource()
    const id = await rejectedRequest(source)
    expect(await reprocess(id, { 'x-posthorn-hops': '1' })).toMatchObject({ status: 508 })
  })
})
