import type { CreatedEndpoint, Delivery, PublishedEvent, SentTestEvent } from '@posthorn/contracts'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import {
  newTraceId,
  type OtlpReceiver,
  SPAN_KIND,
  spanNamed,
  startOtlpReceiver,
} from '../../../harness/otlp/otlp-receiver.ts'
import { ADMIN_KEY, type Posthorn, startPosthorn, type Tenant } from '../../../harness/posthorn.ts'
import { type Receiver, startReceiver } from '../../../harness/receiver.ts'
import { sendWebhook, stripeWebhook } from '../../../harness/webhooks.ts'

const PUBLISH = 'POST /v1/tenants/:tenant/events'
const SPANS = ['publish', 'store', 'enqueue', 'deliver', 'claim', 'send', 'record']
const PARENT_ID = 'b7ad6b7169203331'
const SECRET = `whsec_${Buffer.alloc(32, 3).toString('base64')}`

describe('traces', () => {
  let posthorn: Posthorn
  let collector: OtlpReceiver
  let tenant: Tenant
  let receiver: Receiver
  let statuses: number[]
  beforeAll(async () => {
    collector = await startOtlpReceiver()
    posthorn = await startPosthorn({ env: { OTEL_EXPORTER_OTLP_ENDPOINT: `${collector.url}/` } })
  })
  beforeEach(async () => {
    statuses = []
    receiver = await startReceiver(() => ({ status: statuses.shift() ?? 200 }))
    tenant = await posthorn.createTenant()
  })
  afterEach(() => receiver.close())
  afterAll(async () => {
    await posthorn.stop()
    await collector.close()
  })

  const subscribe = (fields: object = {}): Promise<CreatedEndpoint> =>
    tenant.endpoint({ url: `${receiver.url}/path-with-a-token`, ...fields })

  async function publish(traceId: string, flags = '01'): Promise<PublishedEvent> {
    const event = { type: 'order.paid', data: { card: 'payload-of-the-event' } }
    const headers = { traceparent: `00-${traceId}-${PARENT_ID}-${flags}` }
    return (await posthorn.api.post<PublishedEvent>(`${tenant.path}/events`, event, headers)).body
  }

  it('lead from the traceparent of the publisher to that of the endpoint', async () => {
    const { id: endpointId } = await subscribe()
    const traceId = newTraceId()
    const { id: eventId } = await publish(traceId)
    const spans = await collector.waitForTrace(traceId, [PUBLISH, ...SPANS])
    const [received] = await receiver.waitFor(1)

    const parentOf = (name: string) => {
      const { parentSpanId } = spanNamed(spans, name)
      return spans.find(({ spanId }) => spanId === parentSpanId)?.name ?? parentSpanId
    }
    expect(Object.fromEntries([PUBLISH, ...SPANS].map((name) => [name, parentOf(name)]))).toEqual({
      [PUBLISH]: PARENT_ID,
      publish: PUBLISH,
      store: 'publish',
      enqueue: 'publish',
      deliver: 'publish',
      claim: 'deliver',
      send: 'deliver',
      record: 'deliver',
    })
    expect(received?.headers['traceparent']).toBe(`00-${traceId}-${spanNamed(spans, 'send').spanId}-01`)
    expect(spans.map(({ service, name }) => `${service} ${name}`).toSorted()).toEqual(
      [
        `posthorn-api ${PUBLISH}`,
        'posthorn-api publish',
        'posthorn-api store',
        'posthorn-api enqueue',
        'posthorn-worker deliver',
        'posthorn-worker claim',
        'posthorn-worker send',
        'posthorn-worker record',
      ].toSorted(),
    )
    expect(spanNamed(spans, 'deliver')).toMatchObject({
      kind: SPAN_KIND.consumer,
      links: [],
      failed: false,
      attributes: {
        'messaging.message.id': eventId,
        'posthorn.tenant.id': tenant.id,
        'posthorn.endpoint.id': endpointId,
        'posthorn.attempt.number': 1,
        'posthorn.attempt.outcome': 'succeeded',
      },
    })
  })

  it('have the names and attributes of the semantic conventions', async () => {
    await subscribe()
    const traceId = newTraceId()
    const { id: eventId } = await publish(traceId)
    const spans = await collector.waitForTrace(traceId, [PUBLISH, ...SPANS])

    expect(spanNamed(spans, PUBLISH)).toMatchObject({
      kind: SPAN_KIND.server,
      attributes: {
        'http.request.method': 'POST',
        'http.route': '/v1/tenants/:tenant/events',
        'http.response.status_code': 202,
      },
    })
    expect(spanNamed(spans, 'publish')).toMatchObject({
      kind: SPAN_KIND.producer,
      attributes: { 'messaging.message.id': eventId, 'posthorn.duplicate': false },
    })
    expect(spanNamed(spans, 'enqueue').attributes).toMatchObject({ 'messaging.batch.message_count': 1 })
    const { hostname, port } = new URL(receiver.url)
    expect(spanNamed(spans, 'send')).toMatchObject({
      kind: SPAN_KIND.client,
      attributes: {
        'http.request.method': 'POST',
        'http.response.status_code': 200,
        'http.request.resend_count': 0,
        'server.address': hostname,
        'server.port': Number(port),
      },
    })
  })

  it('have spans that begin and end within their parents', async () => {
    await subscribe()
    const traceId = newTraceId()
    await publish(traceId)
    const spans = await collector.waitForTrace(traceId, [PUBLISH, ...SPANS])

    const slackNs = 2_000_000n
    for (const name of ['claim', 'send', 'record', 'store']) {
      const { startNs, endNs, parentSpanId } = spanNamed(spans, name)
      const parent = spans.find(({ spanId }) => spanId === parentSpanId)
      expect(startNs + slackNs).toBeGreaterThanOrEqual(parent?.startNs ?? 0n)
      expect(endNs).toBeGreaterThanOrEqual(startNs)
      expect(endNs).toBeLessThanOrEqual((parent?.endNs ?? 0n) + slackNs)
    }
  })

  it('contain no payload, no secret and no path of a URL', async () => {
    const { secret } = await subscribe()
    const traceId = newTraceId()
    await publish(traceId)
    await collector.waitForTrace(traceId, [PUBLISH, ...SPANS])

    const exported = collector.bodies.join('\n')
    for (const text of ['payload-of-the-event', 'path-with-a-token', ADMIN_KEY, secret, 'whsec_', 'v1,']) {
      expect(exported).not.toContain(text)
    }
  })

  it('link a retry to the first attempt, in the same trace', async () => {
    statuses = [503, 503]
    await subscribe({ retrySchedule: [0, 0] })
    const traceId = newTraceId()
    await publish(traceId)
    const spans = await collector.waitForTrace(traceId, [PUBLISH, ...SPANS, 'deliver', 'deliver'])
    const received = await receiver.waitFor(3)

    const attempt = (number: number) =>
      spans.find(
        ({ name, attributes }) => name === 'deliver' && attributes['posthorn.attempt.number'] === number,
      )
    const sendOf = (number: number) =>
      spans.find(({ name, parentSpanId }) => name === 'send' && parentSpanId === attempt(number)?.spanId)
    const first = { traceId, spanId: sendOf(1)?.spanId }
    expect([1, 2, 3].map((number) => attempt(number)?.links)).toEqual([
      [],
      [expect.objectContaining(first)],
      [expect.objectContaining(first)],
    ])
    expect(received.map(({ headers }) => headers['traceparent'])).toEqual(
      [1, 2, 3].map((number) => `00-${traceId}-${sendOf(number)?.spanId}-01`),
    )
    expect([1, 2, 3].map((number) => sendOf(number)?.failed)).toEqual([true, true, false])
    expect(sendOf(2)?.attributes).toMatchObject({
      'http.response.status_code': 503,
      'error.type': '503',
      'http.request.resend_count': 1,
    })
  })

  it('continue with a replay, and with a retry by hand', async () => {
    statuses = [400]
    await subscribe()
    const traceId = newTraceId()
    const { id: eventId } = await publish(traceId)
    const [failed] = await tenant.settled(1)
    await posthorn.api.post(`${tenant.path}/deliveries/${failed?.id}/retry`, {})
    await receiver.waitFor(2)
    await posthorn.api.post<{ data: Delivery[] }>(`${tenant.path}/events/${eventId}/replay`, {})
    const received = await receiver.waitFor(3)
    const spans = await collector.waitForTrace(traceId, ['deliver', 'deliver', 'deliver', 'publish'])

    const traceIds = received.map(({ headers }) => headers['traceparent']?.toString().split('-')[1])
    expect(traceIds).toEqual([traceId, traceId, traceId])
    const attempts = spans.filter(({ name }) => name === 'deliver')
    const published = spanNamed(spans, 'publish').spanId
    expect(attempts.map(({ parentSpanId }) => parentSpanId)).toEqual([published, published, published])
    const byHand = attempts.find(({ attributes }) => attributes['posthorn.attempt.trigger'] === 'manual')
    expect(byHand?.links).toHaveLength(1)
  })

  it('begin at the request when the publisher has none', async () => {
    await subscribe()
    await posthorn.api.post(`${tenant.path}/events`, { type: 'order.paid', data: {} })
    const [received] = await receiver.waitFor(1)
    const [, traceId = '', spanId] = received?.headers['traceparent']?.toString().split('-') ?? []
    const spans = await collector.waitForTrace(traceId, [PUBLISH, ...SPANS])

    expect(spanNamed(spans, PUBLISH).parentSpanId ?? '').toBe('')
    expect(spanNamed(spans, 'send').spanId).toBe(spanId)
  })

  it('of a test event begin at the request for it', async () => {
    const { id } = await subscribe()
    const { body } = await posthorn.api.post<SentTestEvent>(`${tenant.path}/endpoints/${id}/test`, {})
    expect(body.eventId).toMatch(/^evt_/)
    const [received] = await receiver.waitFor(1)
    const traceId = received?.headers['traceparent']?.toString().split('-')[1] ?? ''
    const test = 'POST /v1/tenants/:tenant/endpoints/:id/test'
    const spans = await collector.waitForTrace(traceId, [test, 'enqueue', 'deliver', 'send'])

    expect(spanNamed(spans, 'deliver').parentSpanId).toBe(spanNamed(spans, test).spanId)
  })

  it("of Posthorn's own events begin in the worker", async () => {
    const failing = await startReceiver(() => ({ status: 500 }))
    await tenant.endpoint({ url: failing.url, retrySchedule: [], eventTypes: ['order.*'] })
    await subscribe({ eventTypes: ['posthorn.delivery.exhausted'] })
    await posthorn.api.post(`${tenant.path}/events`, { type: 'order.paid', data: {} })
    const [received] = await receiver.waitFor(1)
    const [, traceId = '', spanId] = received?.headers['traceparent']?.toString().split('-') ?? []
    const spans = await collector.waitForTrace(traceId, ['deliver', 'claim', 'send', 'record'])

    expect(spanNamed(spans, 'deliver').parentSpanId ?? '').toBe('')
    expect(spanNamed(spans, 'send').spanId).toBe(spanId)
    await failing.close()
  })

  it('are not recorded when the publisher does not record its own, and say so to the endpoint', async () => {
    await subscribe()
    const traceId = newTraceId()
    await publish(traceId, '00')
    const [unrecorded] = await receiver.waitFor(1)
    // Exported in order: by the time of a later trace, an earlier one would be there.
    const later = newTraceId()
    await publish(later)
    await collector.waitForTrace(later, [PUBLISH, ...SPANS])

    expect(unrecorded?.headers['traceparent']).toMatch(new RegExp(`^00-${traceId}-[0-9a-f]{16}-00$`))
    expect(collector.spans.filter((span) => span.traceId === traceId)).toEqual([])
  })

  it('lead from the request of a provider to the endpoint', async () => {
    const source = await tenant.source({ name: 'stripe', provider: 'stripe', secrets: [SECRET] })
    await subscribe()
    const traceId = newTraceId()
    const { headers, body } = stripeWebhook(SECRET, JSON.stringify({ id: 'evt_1', type: 'charge.failed' }))
    const traceparent = `00-${traceId}-${PARENT_ID}-01`
    const answer = await sendWebhook(source.ingestUrl, { body, headers: { ...headers, traceparent } })
    expect(answer.status).toBe(202)
    const spans = await collector.waitForTrace(traceId, ['POST /webhooks/:sourceId', ...SPANS])
    const [received] = await receiver.waitFor(1)

    expect(spanNamed(spans, 'POST /webhooks/:sourceId')).toMatchObject({
      service: 'posthorn-ingest',
      parentSpanId: PARENT_ID,
    })
    expect(spanNamed(spans, 'publish').parentSpanId).toBe(spanNamed(spans, 'POST /webhooks/:sourceId').spanId)
    expect(spanNamed(spans, 'deliver').parentSpanId).toBe(spanNamed(spans, 'publish').spanId)
    expect(received?.headers['traceparent']).toBe(`00-${traceId}-${spanNamed(spans, 'send').spanId}-01`)
  })

  it('of a batch have one span for the request, and one for each delivery', async () => {
    await subscribe()
    const traceId = newTraceId()
    const events = [1, 2, 3].map((n) => ({ type: 'order.paid', data: { n } }))
    const headers = { traceparent: `00-${traceId}-${PARENT_ID}-01` }
    await posthorn.api.post(`${tenant.path}/events/batch`, { events }, headers)
    const spans = await collector.waitForTrace(traceId, [
      'publish',
      'store',
      'enqueue',
      'deliver',
      'deliver',
      'deliver',
    ])

    expect(spanNamed(spans, 'publish').attributes['messaging.batch.message_count']).toBe(3)
    const published = spanNamed(spans, 'publish').spanId
    const parents = spans.filter(({ name }) => name === 'deliver').map(({ parentSpanId }) => parentSpanId)
    expect(parents).toEqual([published, published, published])
  })
})
