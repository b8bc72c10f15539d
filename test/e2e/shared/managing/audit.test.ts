import type {
  AuditEntry,
  CreatedEndpoint,
  CreatedKey,
  Delivery,
  Page,
  PublishedEvent,
  StartedJob,
  TenantAuditEntry,
} from '@posthorn/contracts'
import { describe, expect, it } from 'vitest'
import { idOf, TIME } from '../../../harness/expected.ts'
import type { Tenant } from '../../../harness/posthorn.ts'
import { sharedPosthorn } from '../../../harness/shared/shared-posthorn.ts'

const URL = 'https://example.com/webhooks'
const SECRET = 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSwMfKQ9r8GKYo='
const SOURCE = { name: 'shop', provider: 'stripe', secrets: ['a-secret-of-the-shop'] }

describe('the audit log', () => {
  const posthorn = sharedPosthorn('idle')

  async function entriesOf({ path }: Pick<Tenant, 'path'>, query = ''): Promise<AuditEntry[]> {
    return (await posthorn.api.get<Page<AuditEntry>>(`${path}/audit${query}`)).body.data
  }

  /** The latest of all tenants. */
  async function entriesOfAll(): Promise<TenantAuditEntry[]> {
    return (await posthorn.api.get<Page<TenantAuditEntry>>('/v1/audit?limit=250')).body.data
  }

  const keyOf = async ({ path }: Tenant, role: string) =>
    (await posthorn.api.post<CreatedKey>(`${path}/keys`, { role })).body

  const publish = async ({ path }: Tenant) =>
    (await posthorn.api.post<PublishedEvent>(`${path}/events`, { type: 'order.completed', data: {} })).body

  const firstDelivery = async ({ path }: Tenant) =>
    (await posthorn.api.get<Page<Delivery>>(`${path}/deliveries`)).body.data[0]?.id

  /** Matches an entry of the admin key. */
  const entry = (action: string, object: string | undefined, fields: string[] = [], actor = 'admin') => ({
    id: idOf('aud'),
    actor,
    action,
    object,
    fields,
    count: null,
    requestId: expect.any(String),
    createdAt: TIME,
  })

  describe('has an entry for each write:', () => {
    it('of tenants', async () => {
      const tenant = await posthorn.createTenant()
      await posthorn.api.put(tenant.path, { name: 'Acme', metadata: { plan: 'pro' } })
      await posthorn.api.delete(tenant.path)
      const ofTenant = ({ tenantId }: TenantAuditEntry) => tenantId === tenant.id
      expect((await entriesOfAll()).filter(ofTenant)).toEqual([
        { ...entry('tenant.deleted', tenant.id), tenantId: tenant.id },
        { ...entry('tenant.saved', tenant.id, ['name', 'metadata']), tenantId: tenant.id },
        { ...entry('tenant.saved', tenant.id), tenantId: tenant.id },
      ])
    })

    it('of keys', async () => {
      const tenant = await posthorn.createTenant()
      const { id } = await keyOf(tenant, 'read')
      await posthorn.api.delete(`${tenant.path}/keys/${id}`)
      expect(await entriesOf(tenant)).toEqual([
        entry('key.deleted', id),
        entry('key.created', id, ['role']),
        entry('tenant.saved', tenant.id),
      ])
    })

    it('of endpoints', async () => {
      const tenant = await posthorn.createTenant()
      const { id } = await tenant.endpoint({ url: URL, description: 'first' })
      const path = `${tenant.path}/endpoints/${id}`
      await posthorn.api.patch(path, { description: 'second', timeoutSeconds: 5 })
      await posthorn.api.post(`${path}/disable`, undefined)
      await posthorn.api.post(`${path}/enable`, {})
      await posthorn.api.post(`${path}/rotate-secret`, { secret: SECRET, graceSeconds: 0 })
      await posthorn.api.post(`${path}/rotate-secret`, undefined)
      await posthorn.api.delete(path)
      expect((await entriesOf(tenant)).slice(0, -1)).toEqual([
        entry('endpoint.deleted', id),
        entry('endpoint.secret_rotated', id),
        entry('endpoint.secret_rotated', id, ['secret', 'graceSeconds']),
        entry('endpoint.enabled', id),
        entry('endpoint.disabled', id),
        entry('endpoint.updated', id, ['description', 'timeoutSeconds']),
        entry('endpoint.created', id, ['url', 'description']),
      ])
    })

    it('of sources', async () => {
      const tenant = await posthorn.createTenant()
      const { id } = await tenant.source(SOURCE)
      const path = `${tenant.path}/sources/${id}`
      await posthorn.api.patch(path, { secrets: ['another-secret'], enabled: false })
      await posthorn.api.delete(path)
      expect((await entriesOf(tenant)).slice(0, -1)).toEqual([
        entry('source.deleted', id),
        entry('source.updated', id, ['secrets', 'enabled']),
        entry('source.created', id, ['name', 'provider', 'secrets']),
      ])
    })

    it('of deliveries, but none for publishing', async () => {
      const tenant = await posthorn.createTenant()
      await tenant.endpoint({ url: URL })
      await publish(tenant)
      const id = await firstDelivery(tenant)
      await posthorn.api.post(`${tenant.path}/deliveries/${id}/retry`, undefined)
      await posthorn.api.post(`${tenant.path}/deliveries/${id}/cancel`, undefined)
      expect((await entriesOf(tenant)).slice(0, -2)).toEqual([
        entry('delivery.cancelled', id),
        entry('delivery.retried', id),
      ])
    })

    it('of replays and recoveries', async () => {
      const tenant = await posthorn.createTenant()
      const endpoint = await tenant.endpoint({ url: URL })
      const path = `${tenant.path}/endpoints/${endpoint.id}`
      const event = await publish(tenant)
      await posthorn.api.post(`${tenant.path}/events/${event.id}/replay`, { endpointIds: [endpoint.id] })
      await posthorn.api.post(`${path}/test`, undefined)
      const since = new Date(Date.now() - 60_000).toISOString()
      const job = await posthorn.api.post<StartedJob>(`${path}/recover`, { since })
      await posthorn.api.post(`${tenant.path}/jobs/${job.body.jobId}/cancel`, undefined)
      await posthorn.api.post(`${path}/filter/test`, { data: {}, filter: {} })
      expect((await entriesOf(tenant)).slice(0, -2)).toEqual([
        entry('job.cancelled', job.body.jobId),
        entry('endpoint.recovered', endpoint.id, ['since']),
        entry('endpoint.tested', endpoint.id),
        entry('event.replayed', event.id, ['endpointIds']),
      ])
    })

    it('of event types, which belong to no tenant', async () => {
      await posthorn.api.post('/v1/event-types', { name: 'audited', schema: {} })
      await posthorn.api.put('/v1/event-types/audited', { archived: true })
      await posthorn.api.delete('/v1/event-types/audited')
      const ofType = ({ object }: TenantAuditEntry) => object === 'audited'
      expect((await entriesOfAll()).filter(ofType)).toEqual([
        { ...entry('event_type.deleted', 'audited'), tenantId: null },
        { ...entry('event_type.saved', 'audited', ['archived']), tenantId: null },
        { ...entry('event_type.created', 'audited', ['name', 'schema']), tenantId: null },
      ])
    })
  })

  it('has one entry for a request that was repeated with its Idempotency-Key', async () => {
    const tenant = await posthorn.createTenant()
    const post = () =>
      posthorn.api.post(`${tenant.path}/keys`, { role: 'read' }, { 'idempotency-key': 'one' })
    const [first, second] = [await post(), await post()]
    expect([second.text, second.headers['idempotency-replayed']]).toEqual([first.text, 'true'])
    expect((await entriesOf(tenant)).map(({ action }) => action)).toEqual(['key.created', 'tenant.saved'])
  })

  it('names the key and the request', async () => {
    const tenant = await posthorn.createTenant()
    const manager = await keyOf(tenant, 'manage')
    const headers = { 'x-request-id': 'the-request' }
    const api = posthorn.api.as(manager.key)
    const { body } = await api.post<CreatedEndpoint>(`${tenant.path}/endpoints`, { url: URL }, headers)
    expect((await entriesOf(tenant))[0]).toEqual({
      ...entry('endpoint.created', body.id, ['url'], manager.id),
      requestId: 'the-request',
    })
  })

  it('has no entry for a refused write', async () => {
    const tenant = await posthorn.createTenant()
    await tenant.source(SOURCE)
    const reader = posthorn.api.as((await keyOf(tenant, 'read')).key)
    const before = await entriesOf(tenant)
    const statuses = [
      await posthorn.api.post(`${tenant.path}/endpoints`, { url: 'nonsense' }),
      await posthorn.api.post(`${tenant.path}/endpoints`, '{"url":'),
      await posthorn.api.as('phk_unknown').post(`${tenant.path}/endpoints`, { url: URL }),
      await reader.post(`${tenant.path}/endpoints`, { url: URL }),
      await posthorn.api.delete(`${tenant.path}/endpoints/ep_01h455vb4pex5vsknk084sn02q`),
      await posthorn.api.post(`${tenant.path}/sources`, SOURCE),
    ].map(({ status }) => status)
    expect(statuses).toEqual([400, 400, 401, 403, 404, 409])
    expect(await entriesOf(tenant)).toEqual(before)
  })

  it('never contains a secret', async () => {
    const tenant = await posthorn.createTenant()
    const endpoint = await tenant.endpoint({ url: `${URL}?token=in-the-url` })
    const path = `${tenant.path}/endpoints/${endpoint.id}`
    await posthorn.api.post(`${path}/rotate-secret`, { secret: SECRET })
    const key = await keyOf(tenant, 'manage')
    const source = await tenant.source(SOURCE)
    await posthorn.api.patch(`${tenant.path}/sources/${source.id}`, { secrets: ['another-secret'] })

    const rows = await posthorn.database.query<{ text: string }>(
      'SELECT a::text AS text FROM audit_entries a WHERE tenant_id = $1',
      [tenant.id],
    )
    expect(rows).toHaveLength(6)
    const secrets = [SECRET, endpoint.secret, key.key, ...SOURCE.secrets, 'another-secret', 'in-the-url']
    for (const { text } of rows) for (const secret of secrets) expect(text).not.toContain(secret)
  })

  it('of a tenant does not show entries of a previous tenant with the same id', async () => {
    const tenant = await posthorn.createTenant()
    await keyOf(tenant, 'read')
    await posthorn.api.delete(tenant.path)
    await posthorn.api.put(tenant.path, { name: 'the second' })
    expect(await entriesOf(tenant)).toEqual([entry('tenant.saved', tenant.id, ['name'])])
  })
})
