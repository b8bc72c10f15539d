import type { EndpointWaiting, Page, TenantWaiting, WaitingCause } from '@posthorn/contracts'
import { describe, expect, it } from 'vitest'
import { problem, reply, TIME } from '../../../harness/expected.ts'
import type { Tenant } from '../../../harness/posthorn.ts'
import { createRelay } from '../../../harness/relay/relay-of.ts'
import { sharedPosthorn } from '../../../harness/shared/shared-posthorn.ts'
import { keyOf } from '../../../harness/tenant-routes.ts'

const URL = 'https://example.com/webhooks'

// Without a worker, so that every state stays as it is.
const posthorn = sharedPosthorn('idle')

async function publish(tenant: Tenant, count: number): Promise<void> {
  for (let published = 0; published < count; published += 1) {
    await posthorn.api.post(`${tenant.path}/events`, { type: 'order.paid', data: {} })
  }
}

/** Changes the oldest delivery of a tenant that was published just now. */
async function change(tenant: Tenant, assignments: string): Promise<void> {
  await posthorn.database.query(
    `UPDATE deliveries SET ${assignments} WHERE id = (
       SELECT id FROM deliveries WHERE tenant_id = $1 AND next_attempt_at > now() - interval '1 min' AND remind_at IS NOT NULL
         AND next_attempt_at <= now() ORDER BY id LIMIT 1)`,
    [tenant.id],
  )
}

async function lease(tenant: Tenant): Promise<void> {
  await posthorn.database.query(
    `INSERT INTO leases (delivery_id, endpoint_id, number, claimed_at, expires_at)
     SELECT id, endpoint_id, 1, now(), now() + interval '1 h' FROM deliveries WHERE tenant_id = $1 ORDER BY id LIMIT 1`,
    [tenant.id],
  )
}

async function waitingOf(tenant: Tenant): Promise<EndpointWaiting[]> {
  const { body } = await posthorn.api.get<Page<EndpointWaiting>>(`${tenant.path}/waiting`)
  return body.data
}

const due = (deliveries: number): WaitingCause => ({ reason: 'no_worker', deliveries, nextAt: null })

describe('what waits of a tenant', () => {
  it('has the name of a relay, which has no URL', async () => {
    const { tenant } = await createRelay(posthorn)
    expect(await waitingOf(tenant)).toMatchObject([{ url: 'ada@laptop' }])
  })

  it('is explained for each endpoint: in flight, scheduled, waiting for the endpoint, or for a worker', async () => {
    const tenant = await posthorn.createTenant()
    const { id } = await tenant.endpoint({ url: URL })
    const other = await tenant.endpoint({ url: URL, eventTypes: ['none'] })
    await publish(tenant, 5)
    await lease(tenant)
    await change(tenant, "next_attempt_at = now() - interval '1 h'")
    await change(tenant, "next_attempt_at = now() + interval '1 h'")
    await change(tenant, 'remind_at = NULL')
    await change(tenant, "next_attempt_at = now() - interval '2 min'")

    expect(await posthorn.api.get(`${tenant.path}/waiting`)).toEqual(
      reply(200, {
        data: [
          { endpointId: other.id, url: URL, pending: 0, oldestAt: null, causes: [] },
          {
            endpointId: id,
            url: URL,
            pending: 5,
            oldestAt: TIME,
            causes: [
              { reason: 'in_flight', deliveries: 1, nextAt: null },
              { reason: 'scheduled', deliveries: 1, nextAt: TIME },
              { reason: 'waking', deliveries: 1, nextAt: null },
              due(2),
            ],
          },
        ],
        nextCursor: null,
      }),
    )
  })

  it.each([
    ['disabled', 'e.enabled = false', null],
    ['circuit_open', "g.circuit_opened_at = now(), g.probe_at = now() + interval '1 h'", TIME],
    ['in_flight_limit', 'e.max_in_flight = 1', null],
    ['rate_limit', "g.next_slot_at = now() + interval '1 h'", TIME],
  ])('names the reason %s', async (reason, state, nextAt) => {
    const tenant = await posthorn.createTenant()
    const { id } = await tenant.endpoint({ url: URL })
    await publish(tenant, 2)
    await lease(tenant)
    await posthorn.database.query(
      'UPDATE deliveries SET remind_at = NULL WHERE tenant_id = $1 AND id NOT IN (SELECT delivery_id FROM leases)',
      [tenant.id],
    )
    const [table, assignments] = state.startsWith('e.')
      ? ['endpoints e', state.replaceAll('e.', '')]
      : ['endpoint_gates g', state.replaceAll('g.', '')]
    const key = table === 'endpoints e' ? 'id' : 'endpoint_id'
    await posthorn.database.query(`UPDATE ${table} SET ${assignments} WHERE ${key} = $1`, [id])

    expect((await waitingOf(tenant))[0]?.causes).toEqual([
      { reason: 'in_flight', deliveries: 1, nextAt: null },
      { reason, deliveries: 1, nextAt },
    ])
  })

  it('is a list with pages, and its count is in the list of tenants', async () => {
    const tenant = await posthorn.createTenant()
    const ids = [await tenant.endpoint({ url: URL }), await tenant.endpoint({ url: URL })].map(({ id }) => id)
    await publish(tenant, 3)
    const first = await posthorn.api.get<Page<EndpointWaiting>>(`${tenant.path}/waiting?limit=1`)
    const next = `${tenant.path}/waiting?limit=1&cursor=${first.body.nextCursor}`
    const second = await posthorn.api.get<Page<EndpointWaiting>>(next)
    const pages = [...first.body.data, ...second.body.data]
    expect(pages.map(({ endpointId, pending }) => [endpointId, pending])).toEqual(
      ids.toReversed().map((id) => [id, 3]),
    )
    expect(second.body.nextCursor).toBe(null)

    const tenants = await posthorn.api.get<Page<TenantWaiting>>('/v1/waiting?limit=250')
    expect(tenants.body.data.find(({ tenantId }) => tenantId === tenant.id)).toEqual({
      tenantId: tenant.id,
      name: null,
      pending: 6,
    })
    const { body: page } = await posthorn.api.get<Page<TenantWaiting>>('/v1/waiting?limit=1')
    const following = await posthorn.api.get<Page<TenantWaiting>>(
      `/v1/waiting?limit=1&cursor=${page.nextCursor}`,
    )
    expect(following.body.data[0]?.tenantId).not.toBe(page.data[0]?.tenantId)
  })

  it('of an unknown tenant is not found, and a cursor of another list is refused', async () => {
    expect(await posthorn.api.get('/v1/tenants/none-such/waiting')).toEqual(
      problem(404, 'not_found', 'There is no tenant "none-such".'),
    )
    const tenant = await posthorn.createTenant()
    expect((await posthorn.api.get(`${tenant.path}/waiting?cursor=x`)).status).toBe(400)
    expect((await posthorn.api.get('/v1/waiting?cursor=x')).status).toBe(400)
  })
})

describe('the queue', () => {
  it('is shown with its shards, and whether a worker is connected', async () => {
    expect(await posthorn.api.get('/v1/queue')).toEqual(
      reply(200, {
        isWorkerConnected: false,
        shards: [{ shard: 'posthorn', waiting: expect.any(Number), delayed: expect.any(Number) }],
      }),
    )
  })

  it('has no other shards on PostgreSQL', async () => {
    expect(await posthorn.api.post('/v1/queue/shards/posthorn-1/drain', undefined)).toEqual(
      problem(404, 'not_found', 'No shard has this id: check the id and the tenant.'),
    )
    expect((await posthorn.api.post('/v1/queue/shards/other/drain', undefined)).status).toBe(400)
  })
})

it.each([
  ['manage', 200],
  ['publish', 403],
  ['read', 200],
] as const)(
  'a key with the role %s may see nothing of other tenants and of the queue; of its tenant what waits: %i',
  async (role, ofItsTenant) => {
    const tenant = await posthorn.createTenant()
    const { key } = await keyOf(posthorn, tenant, role)
    const api = posthorn.api.as(key)
    const forbidden = problem(403, 'forbidden', `A key with the role "${role}" may not do this.`)
    expect(await api.get('/v1/waiting')).toEqual(forbidden)
    expect((await api.get(`${tenant.path}/waiting`)).status).toBe(ofItsTenant)
    const other = await posthorn.createTenant()
    expect((await api.get(`${other.path}/waiting`)).status).toBe(404)
    expect(await api.get('/v1/queue')).toEqual(forbidden)
    expect(await api.post('/v1/queue/shards/posthorn/drain', undefined)).toEqual(forbidden)
  },
)
