import type { components, paths } from '@posthorn/contracts/client-types'
import createClient from 'openapi-fetch'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { ADMIN_KEY } from '../../../harness/posthorn.ts'
import { type Receiver, startReceiver } from '../../../harness/receiver.ts'
import { sharedPosthorn } from '../../../harness/shared/shared-posthorn.ts'
import { waitUntil } from '../../../harness/wait-until.ts'
import { githubWebhook } from '../../../harness/webhooks.ts'

type Schemas = components['schemas']

const TENANT = { tenant: 'of-a-client' }
const SECRET = 'the-secret-of-the-source'

/** A client as API users generate it: its types come from docs/openapi.json, without casts. */
function clientOf(baseUrl: string, key: string) {
  return createClient<paths>({ baseUrl, headers: { authorization: `Bearer ${key}` } })
}

/** The data of a successful reply; any other reply fails the test with its error. */
async function given<Data>(
  call: Promise<{ data?: Data; error?: unknown; response: Response }>,
): Promise<Data> {
  const { data, error, response } = await call
  if (data === undefined) throw new Error(`${response.status} ${response.url}: ${JSON.stringify(error)}`)
  return data
}

describe('a client generated from the OpenAPI document runs through the life of a tenant:', () => {
  const posthorn = sharedPosthorn()
  let receiver: Receiver
  let status = 200
  let admin: ReturnType<typeof clientOf>
  let client: ReturnType<typeof clientOf>
  let endpoint: Schemas['EndpointWithSecret']
  beforeAll(async () => {
    receiver = await startReceiver(() => ({ status }))
    admin = clientOf(posthorn.service('api').url, ADMIN_KEY)
  })
  afterAll(() => receiver.close())

  const publish = async (body: Schemas['EventCreate']): Promise<Schemas['PublishedEvent']> =>
    given(client.POST('/v1/tenants/{tenant}/events', { params: { path: TENANT }, body }))
  /** The delivery of an event, once it has the expected status. */
  const delivery = (id: string, wanted: Schemas['Delivery']['status']): Promise<Schemas['Delivery']> =>
    waitUntil(`the delivery to be ${wanted}`, async () => {
      const { data } = await given(
        client.GET('/v1/tenants/{tenant}/events/{id}/deliveries', { params: { path: { ...TENANT, id } } }),
      )
      return data.find((each) => each.status === wanted)
    })

  it('creates it, with a key and an event type', async () => {
    const body = { name: 'Acme Ltd.', metadata: { plan: 'pro' } }
    const tenant = await given(admin.PUT('/v1/tenants/{tenant}', { params: { path: TENANT }, body }))
    expect(tenant).toMatchObject({ id: TENANT.tenant, ...body, strictEventTypes: false })

    const schema = { type: 'object', required: ['amount'] }
    const type = await given(admin.POST('/v1/event-types', { body: { name: 'purchase.completed', schema } }))
    expect(type).toMatchObject({ name: 'purchase.completed', schema, archived: false })

    const { key } = await given(
      admin.POST('/v1/tenants/{tenant}/keys', { params: { path: TENANT }, body: { role: 'manage' } }),
    )
    client = clientOf(posthorn.service('api').url, key)
    const types = await given(client.GET('/v1/event-types', { params: { query: { limit: 250 } } }))
    expect(types.data).toContainEqual(type)
  })

  it('creates an endpoint with a filter and headers, and tests both', async () => {
    endpoint = await given(
      client.POST('/v1/tenants/{tenant}/endpoints', {
        params: { path: TENANT, header: { 'Idempotency-Key': 'the-endpoint' } },
        body: {
          url: receiver.url,
          eventTypes: ['purchase.*', 'github.push'],
          filter: { amount: { $gte: 100 } },
          headers: { 'X-Shop': 'one' },
          retrySchedule: [],
        },
      }),
    )
    const params = { path: { ...TENANT, id: endpoint.id } }
    const filter = await given(
      client.POST('/v1/tenants/{tenant}/endpoints/{id}/filter/test', {
        params,
        body: { data: { amount: 99 } },
      }),
    )
    expect(filter).toMatchObject({
      matches: false,
      failed: [{ path: 'amount', operator: '$gte', expected: 100 }],
    })

    const sent = await given(client.POST('/v1/tenants/{tenant}/endpoints/{id}/test', { params }))
    const [request] = await receiver.waitFor(1)
    expect(request?.headers).toMatchObject({ 'x-shop': 'one', 'webhook-id': sent.eventId })
  })

  it('publishes single events and a batch, and reads their deliveries', async () => {
    const { id } = await publish({ type: 'purchase.completed', data: { amount: 100 }, id: 'order-1' })
    expect(
      (await publish({ type: 'purchase.completed', data: { amount: 100 }, id: 'order-1' })).duplicate,
    ).toBe(true)
    const batch = await given(
      client.POST('/v1/tenants/{tenant}/events/batch', {
        params: { path: TENANT },
        body: {
          events: [
            { type: 'purchase.completed', data: { amount: 1 } },
            { type: 'purchase.completed', data: {} },
          ],
        },
      }),
    )
    expect(
      batch.data.map((result) => ('event' in result ? result.event.deliveries : result.error.code)),
    ).toEqual([0, 'invalid_request'])

    const { id: deliveryId } = await delivery(id, 'succeeded')
    const attempts = await given(
      client.GET('/v1/tenants/{tenant}/deliveries/{id}/attempts', {
        params: { path: { ...TENANT, id: deliveryId }, query: { limit: 10 } },
      }),
    )
    expect(attempts.data).toMatchObject([
      { number: 1, trigger: 'schedule', statusCode: 200, result: 'succeeded' },
    ])
    const event = await given(
      client.GET('/v1/tenants/{tenant}/events/{id}', { params: { path: { ...TENANT, id } } }),
    )
    expect(event).toMatchObject({ externalId: 'order-1', data: { amount: 100 } })
  })

  it('creates a source and lists its requests', async () => {
    const source = await given(
      client.POST('/v1/tenants/{tenant}/sources', {
        params: { path: TENANT },
        body: { name: 'github', provider: 'github', secrets: [SECRET] },
      }),
    )
    const body = { amount: 5000 }
    const { headers } = await githubWebhook(SECRET, JSON.stringify(body), { event: 'push', delivery: 'one' })
    const ingest = createClient<paths>({ baseUrl: posthorn.service('ingest').url })
    const answer = await given(
      ingest.POST('/webhooks/{sourceId}', {
        params: { path: { sourceId: source.id } },
        headers,
        body,
      }),
    )

    const requests = await given(
      client.GET('/v1/tenants/{tenant}/sources/{id}/requests', {
        params: { path: { ...TENANT, id: source.id } },
      }),
    )
    expect(requests.data).toMatchObject([{ outcome: 'accepted', eventId: answer.eventId }])
    await delivery(answer.eventId, 'succeeded')
  })

  it('retries, replays and recovers failed deliveries, and cancels pending ones', async () => {
    status = 500
    const { id } = await publish({ type: 'purchase.refunded', data: { amount: 200 } })
    const failed = await delivery(id, 'failed')
    status = 200
    await given(
      client.POST('/v1/tenants/{tenant}/deliveries/{id}/retry', {
        params: { path: { ...TENANT, id: failed.id } },
      }),
    )
    await delivery(id, 'succeeded')

    const replayed = await given(
      client.POST('/v1/tenants/{tenant}/events/{id}/replay', { params: { path: { ...TENANT, id } } }),
    )
    expect(replayed.data).toMatchObject([{ eventId: id, endpointId: endpoint.id }])
    await waitUntil('the replay to be delivered', async () => {
      const { data } = await given(
        client.GET('/v1/tenants/{tenant}/deliveries', {
          params: { path: TENANT, query: { eventType: ['purchase.refunded'], status: ['succeeded'] } },
        }),
      )
      return data.length === 2
    })

    status = 500
    const lost = await publish({ type: 'purchase.refunded', data: { amount: 300 } })
    await delivery(lost.id, 'failed')
    status = 200
    const { jobId } = await given(
      client.POST('/v1/tenants/{tenant}/endpoints/{id}/recover', {
        params: { path: { ...TENANT, id: endpoint.id } },
        body: { since: endpoint.createdAt },
      }),
    )
    await delivery(lost.id, 'succeeded')
    const job = await waitUntil('the job to be finished', async () => {
      const read = await given(
        client.GET('/v1/tenants/{tenant}/jobs/{id}', { params: { path: { ...TENANT, id: jobId } } }),
      )
      return read.finishedAt !== null && read
    })
    expect(job).toMatchObject({ status: 'succeeded', total: 1, done: 1, failed: 0 })

    await given(
      client.POST('/v1/tenants/{tenant}/endpoints/{id}/disable', {
        params: { path: { ...TENANT, id: endpoint.id } },
      }),
    )
    const refused = await client.POST('/v1/tenants/{tenant}/jobs/{id}/cancel', {
      params: { path: { ...TENANT, id: jobId } },
    })
    expect(refused.error?.code).toBe('conflict')
  })

  it('changes the endpoint and its secret', async () => {
    const params = { path: { ...TENANT, id: endpoint.id } }
    await given(client.POST('/v1/tenants/{tenant}/endpoints/{id}/enable', { params }))
    const changed = await given(
      client.PATCH('/v1/tenants/{tenant}/endpoints/{id}', {
        params,
        body: { filter: null, retrySchedule: [3600] },
      }),
    )
    expect(changed).toMatchObject({ status: 'active', filter: null, headers: { 'X-Shop': '********' } })
    const { secret } = await given(
      client.POST('/v1/tenants/{tenant}/endpoints/{id}/rotate-secret', { params, body: { graceSeconds: 0 } }),
    )
    expect(secret).not.toBe(endpoint.secret)

    status = 500
    const { id } = await publish({ type: 'purchase.cancelled', data: {} })
    const pending = await waitUntil('the first attempt to have failed', async () => {
      const waiting = await delivery(id, 'pending')
      return waiting.attemptCount === 1 && waiting
    })
    const cancelled = await given(
      client.POST('/v1/tenants/{tenant}/deliveries/{id}/cancel', {
        params: { path: { ...TENANT, id: pending.id } },
      }),
    )
    expect(cancelled.status).toBe('cancelled')
  })

  it('reads statistics and the audit log', async () => {
    const stats = await given(
      client.GET('/v1/tenants/{tenant}/stats', { params: { path: TENANT, query: { bucket: 'hour' } } }),
    )
    const events = stats.data.reduce((sum, bucket) => sum + (bucket.events ?? 0), 0)
    expect(events).toBeGreaterThan(4)
    const own = await given(
      client.GET('/v1/tenants/{tenant}/endpoints/{id}/stats', {
        params: { path: { ...TENANT, id: endpoint.id } },
      }),
    )
    expect(own.attempts.byStatus['5xx']).toBe(3)

    const audit = await given(
      client.GET('/v1/tenants/{tenant}/audit', {
        params: { path: TENANT, query: { action: 'endpoint.created' } },
      }),
    )
    expect(audit.data).toMatchObject([
      { object: endpoint.id, fields: expect.arrayContaining(['url', 'filter']) },
    ])
  })

  it('gets typed errors', async () => {
    const { error } = await client.GET('/v1/tenants/{tenant}/endpoints/{id}', {
      params: { path: { ...TENANT, id: 'evt_1' } },
    })
    const paths = error?.errors?.map(({ path }) => path)
    expect([error?.code, paths]).toEqual(['invalid_request', ['params.id']])
  })

  it('and deletes it, with all that it owns', async () => {
    const { response } = await admin.DELETE('/v1/tenants/{tenant}', { params: { path: TENANT } })
    expect(response.status).toBe(204)
    const { error } = await admin.GET('/v1/tenants/{tenant}', { params: { path: TENANT } })
    expect(error?.code).toBe('not_found')
  })
})
