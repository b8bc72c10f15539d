import type { AuditEntry, Delivery, Page } from '@posthorn/contracts'
import { beforeEach, describe, expect, it } from 'vitest'
import { idOf, problem, reply, TIME } from '../../../harness/expected.ts'
import { BODY, RIGHT_SECRET, reprocessing } from '../../../harness/inbound/reprocessing.ts'
import type { Tenant } from '../../../harness/posthorn.ts'
import { sharedPosthorn } from '../../../harness/shared/shared-posthorn.ts'
import { testReceiver } from '../../../harness/shared/test-receiver.ts'
import { githubWebhook, sendWebhook, standardWebhook, stripeWebhook } from '../../../harness/webhooks.ts'

const KIB = 1024
const HOUR_MS = 3_600_000
const DAY_SECONDS = 86_400

describe('processing a request again', () => {
  const posthorn = sharedPosthorn()
  const receiver = testReceiver()
  let tenant: Tenant
  beforeEach(async () => {
    tenant = await posthorn.createTenant()
  })

  const {
    stripeSource,
    changeSource,
    correct,
    listed,
    lastRequest,
    read,
    reprocess,
    countEvents,
    rejectedRequest,
  } = reprocessing(posthorn.api, () => tenant)

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
      eventIds: [eventId],
      duplicateEventIds: [],
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
    expect(await sendWebhook(source.ingestUrl, stripeWebhook(RIGHT_SECRET, BODY))).toEqual(
      reply(200, { status: 'already_processed', eventId }),
    )
  })

  it("finds the event of the provider's own retry, and sends nothing", async () => {
    await tenant.endpoint({ url: receiver.url })
    const source = await stripeSource()
    const id = await rejectedRequest(source)
    await correct(source)
    const retry = await sendWebhook(source.ingestUrl, stripeWebhook(RIGHT_SECRET, BODY))
    await tenant.settled(1)

    const { eventId } = retry.body
    expect(await reprocess(id)).toEqual(reply(200, { status: 'already_processed', eventId }))
    expect(await read(id)).toMatchObject({ outcome: 'duplicate', cause: null, eventId, reprocessedAt: TIME })
    expect(await tenant.settled(1)).toHaveLength(1)
  })

  it('verifies by the time at which the request arrived, not by the current one', async () => {
    const source = await stripeSource({ toleranceSeconds: 7200 })
    const id = await rejectedRequest(source, BODY, new Date(Date.now() - HOUR_MS))
    await changeSource(source, { secrets: [RIGHT_SECRET], toleranceSeconds: 300 })
    expect(await reprocess(id)).toMatchObject({ status: 409, body: { cause: 'timestamp_too_old' } })

    // As if it had arrived when it was signed.
    const earlier = `UPDATE requests SET received_at = received_at - interval '1 hour' WHERE id = $1`
    await posthorn.database.query(earlier, [id])
    expect((await reprocess(id)).status).toBe(202)
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
      ...Array.from({ length: 5 }, () => sendWebhook(source.ingestUrl, stripeWebhook(RIGHT_SECRET, BODY))),
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

  it('sends the event of an accepted one again', async () => {
    await tenant.endpoint({ url: receiver.url })
    const source = await stripeSource({ secrets: [RIGHT_SECRET] })
    const accepted = await sendWebhook(source.ingestUrl, stripeWebhook(RIGHT_SECRET, BODY))
    const { eventId } = accepted.body
    await tenant.settled(1)

    expect(await reprocess(await lastRequest(source))).toEqual(reply(202, { status: 'accepted', eventId }))
    const deliveries: Delivery[] = await tenant.settled(2)
    expect(deliveries.map((delivery) => delivery.eventId)).toEqual([eventId, eventId])
    expect(receiver.received.map(({ headers }) => headers['webhook-id'])).toEqual([eventId, eventId])
  })

  it('is not offered for an accepted one whose event has no content any more', async () => {
    const source = await stripeSource({ secrets: [RIGHT_SECRET] })
    const { eventId } = (await sendWebhook(source.ingestUrl, stripeWebhook(RIGHT_SECRET, BODY))).body
    const id = await lastRequest(source)
    expect((await read(id)).reprocessable).toBe(true)
    expect((await posthorn.api.delete(`${tenant.path}/events/${eventId}/content`)).status).toBe(204)
    expect((await read(id)).reprocessable).toBe(false)
    expect(await reprocess(id)).toMatchObject({ status: 409, body: { code: 'content_removed' } })
  })

  it('sends nothing for a duplicate', async () => {
    await tenant.endpoint({ url: receiver.url })
    const source = await stripeSource({ secrets: [RIGHT_SECRET] })
    const accepted = await sendWebhook(source.ingestUrl, stripeWebhook(RIGHT_SECRET, BODY))
    await sendWebhook(source.ingestUrl, stripeWebhook(RIGHT_SECRET, BODY))
    const [duplicate] = await listed(source, '?outcome=duplicate')
    const { eventId } = accepted.body
    expect(await reprocess(duplicate?.id ?? '')).toEqual(reply(200, { status: 'already_processed', eventId }))
    expect(await tenant.settled(1)).toHaveLength(1)
  })
})
