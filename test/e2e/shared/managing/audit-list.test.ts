import type { AuditEntry, CreatedKey, Page, Source, TenantAuditEntry } from '@posthorn/contracts'
import { beforeAll, describe, expect, it } from 'vitest'
import { idOf, problem, reply, TIME } from '../../../harness/expected.ts'
import type { Tenant } from '../../../harness/posthorn.ts'
import { sharedPosthorn } from '../../../harness/shared/shared-posthorn.ts'

const SOURCE = { name: 'shop', provider: 'stripe', secrets: ['a-secret-of-the-shop'] }

describe('the audit log', () => {
  const posthorn = sharedPosthorn('idle')

  async function entriesOf({ path }: Pick<Tenant, 'path'>, query = ''): Promise<AuditEntry[]> {
    return (await posthorn.api.get<Page<AuditEntry>>(`${path}/audit${query}`)).body.data
  }

  const keyOf = async ({ path }: Tenant, role: string) =>
    (await posthorn.api.post<CreatedKey>(`${path}/keys`, { role })).body

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

  describe('is a list', () => {
    let tenant: Tenant
    let manager: CreatedKey
    let source: Source
    let times: string[]
    beforeAll(async () => {
      tenant = await posthorn.createTenant()
      manager = await keyOf(tenant, 'manage')
      source = await tenant.source(SOURCE)
      await posthorn.api.as(manager.key).patch(`${tenant.path}/sources/${source.id}`, { enabled: false })
      await posthorn.api.as(manager.key).delete(`${tenant.path}/sources/${source.id}`)
      times = (await entriesOf(tenant)).map(({ createdAt }) => createdAt)
    })

    const actions = async (query: string) => {
      const filled = query
        .replaceAll('MANAGER', manager.id)
        .replace(/TIME(\d)/g, (_all, at) => times[at] ?? '')
      return (await entriesOf(tenant, filled)).map(({ action }) => action)
    }

    it.each([
      ['?actor=MANAGER', ['source.deleted', 'source.updated']],
      ['?actor=admin', ['source.created', 'key.created', 'tenant.saved']],
      ['?action=source.updated', ['source.updated']],
      ['?action=source.updated&actor=admin', []],
      ['?from=TIME1', ['source.deleted', 'source.updated']],
      ['?to=TIME2', ['key.created', 'tenant.saved']],
      ['?from=TIME3&to=TIME1', ['source.created', 'key.created']],
    ])('filtered by %s to %j', async (query, expected) => {
      expect(await actions(query)).toEqual(expected)
    })

    it('page by page, without duplicates or gaps while entries are added', async () => {
      const all = (await entriesOf(tenant)).map(({ id }) => id)
      const seen: string[] = []
      for (let cursor: string | null = ''; cursor !== null; ) {
        const query: string = cursor === '' ? '' : `&cursor=${cursor}`
        const { body } = await posthorn.api.get<Page<AuditEntry>>(`${tenant.path}/audit?limit=2${query}`)
        seen.push(...body.data.map(({ id }) => id))
        cursor = body.nextCursor
        await keyOf(tenant, 'read')
      }
      expect(seen).toEqual(all)
    })

    it.each([
      [
        'actor=somebody',
        'actor',
        'expected "admin", "system", the id of a key or the actor of a portal, like portal:plk_…/user-1001',
      ],
      ['action=endpoint', 'action', 'expected an action of the audit log, like endpoint.updated'],
      ['from=2026-01-02T00:00:00Z&to=2026-01-01T00:00:00Z', 'from', 'must not be later than "to"'],
      ['object=ep_1', 'object', 'unknown field'],
    ])('that refuses ?%s', async (query, path, message) => {
      const refusal = problem(400, 'invalid_request', `${path}: ${message}`, [{ path, message }])
      expect(await posthorn.api.get(`${tenant.path}/audit?${query}`)).toEqual(refusal)
      expect(await posthorn.api.get(`/v1/audit?${query}`)).toEqual(refusal)
    })

    it('that another tenant does not find, and that only the role manage may read', async () => {
      const intruder = await keyOf(await posthorn.createTenant(), 'manage')
      expect(await posthorn.api.as(intruder.key).get(`${tenant.path}/audit`)).toEqual(
        problem(404, 'not_found', `There is no tenant "${tenant.id}".`),
      )
      for (const role of ['read', 'publish']) {
        const { key } = await keyOf(tenant, role)
        const refusal = problem(403, 'forbidden', `A key with the role "${role}" may not do this.`)
        expect(await posthorn.api.as(key).get(`${tenant.path}/audit`)).toEqual(refusal)
      }
      expect(await posthorn.api.as(manager.key).get('/v1/audit')).toEqual(
        problem(403, 'forbidden', 'A key with the role "manage" may not do this.'),
      )
    })

    it('of all tenants for the admin key', async () => {
      const ids = [(await posthorn.createTenant()).id, (await posthorn.createTenant()).id]
      // Other test files add entries at the same time, so the first page of one has a next one, and may have any entry.
      expect(await posthorn.api.get('/v1/audit?limit=1')).toEqual(
        reply(200, { data: [expect.any(Object)], nextCursor: expect.any(String) }),
      )
      const { body } = await posthorn.api.get<Page<TenantAuditEntry>>('/v1/audit?limit=250')
      expect(body.data.filter(({ tenantId }) => ids.includes(tenantId ?? ''))).toEqual(
        ids.toReversed().map((id) => ({ ...entry('tenant.saved', id), tenantId: id })),
      )
    })
  })
})
