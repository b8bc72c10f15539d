import type { CreatedKey, Page, PublishedEvent, Tenant as TenantBody } from '@posthorn/contracts'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { countStatuses } from '../../../harness/database/ended-deliveries.ts'
import { problem, reply, TIME } from '../../../harness/expected.ts'
import { type Posthorn, startPosthorn, type Tenant } from '../../../harness/posthorn.ts'
import { type Receiver, startReceiver } from '../../../harness/receiver.ts'
import { waitUntil } from '../../../harness/wait-until.ts'
import { sendWebhook, stripeWebhook } from '../../../harness/webhooks.ts'

const SECRET = 'whsec_of_stripe'
/** More than are deleted together with the tenant. */
const MANY = 5200
const EVENT = { type: 'order.paid', data: {} }

let posthorn: Posthorn
beforeAll(async () => {
  posthorn = await startPosthorn({ services: ['api', 'ingest'] })
})
afterAll(() => posthorn.stop())

describe('a tenant with much data', () => {
  let tenant: Tenant
  let receiver: Receiver
  let endpointId: string
  beforeEach(async () => {
    tenant = await posthorn.createTenant()
    receiver = await startReceiver()
    endpointId = (await tenant.endpoint({ url: receiver.url, eventTypes: ['order.*'] })).id
    return () => receiver.close()
  })
  // The next tenant has no worker at first, either.
  afterEach(() => posthorn.stopAll('worker'))

  /** Delivered events with all their records, as if each had come from a source. */
  async function fill({ id }: Tenant, count = MANY): Promise<void> {
    const sql = (text: string, values: unknown[]) => posthorn.database.query(text, values)
    await sql(
      `INSERT INTO events (id, tenant_id, type, timestamp, content_type, body, data_start, trace_id, created_at)
       SELECT 'evt_' || left(md5($1 || n), 26), $1, 'order.paid', now(), 'application/json', '{}', 0, '', now()
       FROM generate_series(1, $2::int) AS n`,
      [id, count],
    )
    await sql(
      `INSERT INTO deliveries (id, tenant_id, event_id, endpoint_id, event_type, status, created_at, finished_at)
       SELECT 'dlv_' || right(e.id, 26), $1, e.id, (SELECT min(id) FROM endpoints WHERE tenant_id = $1), type, 'failed',
         now(), now() FROM events e WHERE tenant_id = $1`,
      [id],
    )
    // One of them has more attempts than are deleted at once.
    await sql(
      `INSERT INTO attempts (id, delivery_id, number, trigger, started_at, duration_ms, request_headers, result)
       SELECT 'att_' || md5(d.id || n), d.id, n, 'schedule', now(), 1, '{}', 'failed'
       FROM deliveries d, generate_series(1, 6000) AS n
       WHERE tenant_id = $1 AND (n <= 2 OR d.id = (SELECT min(id) FROM deliveries WHERE tenant_id = $1))`,
      [id],
    )
    await sql(
      `INSERT INTO failures SELECT $1, now() - n * interval '1 hour', 'ep_1', '503', 0, 1, now(), now(), '{}'
       FROM generate_series(1, 10) AS n`,
      [id],
    )
    await sql(
      `INSERT INTO counts SELECT $1, '', 60, now() + n * interval '1 minute', 'event', 0, 1
       FROM generate_series(1, $2::int) AS n`,
      [id, count],
    )
  }

  /** The tenant's remaining rows in the large tables. */
  async function left({ id }: Tenant): Promise<Record<string, number>> {
    const [row] = await posthorn.database.query<Record<string, number>>(
      `SELECT (SELECT count(*)::int FROM events WHERE tenant_id = $1) AS events,
         (SELECT count(*)::int FROM deliveries WHERE tenant_id = $1) AS deliveries,
         (SELECT count(*)::int FROM attempts a JOIN deliveries d ON d.id = a.delivery_id WHERE d.tenant_id = $1) AS attempts,
         (SELECT count(*)::int FROM counts WHERE tenant_id = $1) AS counts,
         (SELECT count(*)::int FROM failures WHERE tenant_id = $1) AS failures,
         (SELECT count(*)::int FROM endpoints WHERE tenant_id = $1) AS endpoints,
         (SELECT count(*)::int FROM idempotency_keys WHERE path LIKE '/v1/tenants/' || $1 || '/%') AS answers`,
      [id],
    )
    return row ?? {}
  }

  const stillBeingDeleted = () =>
    problem(
      409,
      'conflict',
      `The previous tenant "${tenant.id}" is still being deleted: try again in a moment.`,
    )
  const noSuchTenant = () => problem(404, 'not_found', `There is no tenant "${tenant.id}".`)
  const allDeleted = () =>
    waitUntil('none of its rows to be left', async () => {
      const rows = await posthorn.database.query('SELECT FROM tenants WHERE id = $1', [tenant.id])
      return rows.length === 0
    })

  it('gets none of its pending deliveries sent', async () => {
    const published = Array.from({ length: 1000 }, () => EVENT)
    for (let batch = 0; batch < 2; batch += 1) {
      const { status } = await posthorn.api.post(`${tenant.path}/events/batch`, { events: published })
      expect(status).toBe(202)
    }
    expect((await posthorn.api.delete(tenant.path)).status).toBe(204)
    // Simulates another worker that has not deleted more of it.
    await posthorn.database.query('BEGIN')
    await posthorn.database.query('SELECT FROM tenants WHERE id = $1 FOR NO KEY UPDATE', [tenant.id])
    await posthorn.start('worker')
    await waitUntil('them to be cancelled', async () => {
      const statuses = await countStatuses(posthorn, tenant)
      return statuses['pending'] === undefined && statuses
    })
    await posthorn.database.query('COMMIT')
    await allDeleted()
    expect(receiver.received).toEqual([])
  })

  it('is deleted completely by several workers, one of which dies, and can be created again empty', async () => {
    const keyed = { 'idempotency-key': 'one' }
    const first = await posthorn.api.post<PublishedEvent>(`${tenant.path}/events`, EVENT, keyed)
    await fill(tenant)
    const other = await posthorn.createTenant()
    await other.endpoint({ url: receiver.url })
    await fill(other, 10)
    const before = await left(other)

    expect((await posthorn.api.delete(tenant.path)).status).toBe(204)
    const [dying] = await Promise.all([posthorn.start('worker'), posthorn.start('worker')])
    await waitUntil('them to have begun', async () => ((await left(tenant))['deliveries'] ?? 0) < MANY - 2000)
    await dying.stop('SIGKILL')
    await allDeleted()

    expect(await left(tenant)).toEqual({
      events: 0,
      deliveries: 0,
      attempts: 0,
      counts: 0,
      failures: 0,
      endpoints: 0,
      answers: 0,
    })
    const [orphans] = await posthorn.database.query<{ attempts: number }>(
      'SELECT count(*)::int AS attempts FROM attempts WHERE delivery_id NOT IN (SELECT id FROM deliveries)',
    )
    expect(orphans?.attempts).toBe(0)
    expect(await left(other)).toEqual(before)

    expect(await posthorn.api.put(tenant.path, {})).toEqual(
      reply(201, {
        id: tenant.id,
        name: null,
        metadata: {},
        strictEventTypes: false,
        retentionDays: null,
        portalOrigins: [],
        createdAt: TIME,
        updatedAt: TIME,
      }),
    )
    expect(await posthorn.api.get(`${tenant.path}/events`)).toEqual(
      reply(200, { data: [], nextCursor: null }),
    )
    const second = await posthorn.api.post<PublishedEvent>(`${tenant.path}/events`, EVENT, keyed)
    expect(second).toMatchObject({ status: 202, body: { deliveries: 0, duplicate: false } })
    expect(second.body.id).not.toBe(first.body.id)
  })

  // The last one: it leaves a tenant that no worker has deleted.
  it('returns 404 from its deletion on, whatever the services have cached', async () => {
    const { ingestUrl } = await tenant.source({ name: 'stripe', provider: 'stripe', secrets: [SECRET] })
    const { body: publisher } = await posthorn.api.post<CreatedKey>(`${tenant.path}/keys`, {
      role: 'publish',
    })
    const client = posthorn.api.as(publisher.key)
    const webhook = (id: string) => stripeWebhook(SECRET, `{"id":"${id}","type":"a"}`)
    const events = `${tenant.path}/events`
    for (const api of [client, posthorn.api]) expect((await api.post(events, EVENT)).status).toBe(202)
    expect((await sendWebhook(ingestUrl, webhook('evt_1'))).status).toBe(202)
    const other = await posthorn.createTenant()
    await fill(tenant)

    expect(await posthorn.api.delete(tenant.path)).toEqual(reply(204))

    const unknownKey = problem(401, 'unauthorized', 'The key is unknown or has expired.')
    expect(await client.post(events, EVENT)).toEqual(unknownKey)
    expect(await client.get(tenant.path)).toEqual(unknownKey)
    expect(await posthorn.api.post(events, EVENT)).toEqual(noSuchTenant())
    expect(await posthorn.api.post(`${events}/batch`, { events: [EVENT] })).toEqual(noSuchTenant())
    expect(await posthorn.api.get(`${tenant.path}/endpoints/${endpointId}`)).toEqual(noSuchTenant())
    expect(await posthorn.api.get(tenant.path)).toEqual(noSuchTenant())
    expect(await posthorn.api.delete(tenant.path)).toEqual(noSuchTenant())
    expect(await sendWebhook(ingestUrl, webhook('evt_2'))).toEqual(
      problem(404, 'not_found', 'There is no source at this URL.'),
    )
    const { body } = await posthorn.api.get<Page<TenantBody>>('/v1/tenants')
    const listed = body.data.map(({ id }) => id)
    expect(listed.filter((id) => [tenant.id, other.id].includes(id))).toEqual([other.id])
    expect(await posthorn.api.put(tenant.path, {})).toEqual(stillBeingDeleted())
    // None of this was stored, and most of its data still exists.
    expect(await left(tenant)).toMatchObject({ events: MANY + 3, endpoints: 1 })
  })
})
