import { newId, type Page } from '@posthorn/contracts'
import { beforeAll, describe, expect, it } from 'vitest'
import { apiClient } from '../../../harness/api-client.ts'
import { problem } from '../../../harness/expected.ts'
import { ADMIN_KEY } from '../../../harness/posthorn.ts'
import { sharedPosthorn } from '../../../harness/shared/shared-posthorn.ts'
import { callRoute, createOwned, keyOf, type Owned, ROUTES } from '../../../harness/tenant-routes.ts'

const OF_ONE_THING = ROUTES.filter(([, path]) => path.includes(':'))

describe('the API', () => {
  const posthorn = sharedPosthorn('idle')
  let victim: Owned
  let intruder: Owned
  beforeAll(async () => {
    victim = await createOwned(posthorn)
    intruder = await createOwned(posthorn)
  })

  /** All that the admin key can read of a tenant. */
  async function everythingOf(owned: Owned): Promise<string[]> {
    const reads = ROUTES.filter(([method]) => method === 'get')
    return Promise.all(reads.map(async (route) => (await callRoute(posthorn, ADMIN_KEY, owned, route)).text))
  }

  const noSuchTenant = ({ tenant: { id } }: Owned) => problem(404, 'not_found', `There is no tenant "${id}".`)

  describe("with another tenant's key finds nothing:", () => {
    it.each(ROUTES)("%s %s on the other's path", async (...route) => {
      for (const role of ['manage', 'publish', 'read'] as const) {
        const { key } = await keyOf(posthorn, intruder.tenant, role)
        expect(await callRoute(posthorn, key, victim, route)).toEqual(noSuchTenant(victim))
      }
    })

    it.each(OF_ONE_THING)("%s %s on its own path, with the other's id", async (...route) => {
      const { key } = await keyOf(posthorn, intruder.tenant, 'manage')
      const kind = /:(\w+)/.exec(route[1])?.[1]?.replace('search', 'job').replace('link', 'portal link')
      expect(await callRoute(posthorn, key, { tenant: intruder.tenant, ids: victim.ids }, route)).toEqual(
        problem(404, 'not_found', `No ${kind} has this id: check the id and the tenant.`),
      )
    })

    it('whether it exists or not, with the same reply', async () => {
      const { key } = await keyOf(posthorn, intruder.tenant, 'manage')
      const absent = {
        tenant: { ...victim.tenant, id: 'nobody', path: '/v1/tenants/nobody' },
        ids: victim.ids,
      }
      for (const route of ROUTES)
        expect(await callRoute(posthorn, key, absent, route)).toEqual(noSuchTenant(absent))
    })

    it('in its own lists', async () => {
      const { key } = await keyOf(posthorn, intruder.tenant, 'manage')
      for (const route of ROUTES.filter(([method, path]) => method === 'get' && !path.includes(':'))) {
        const { text } = await callRoute(posthorn, key, intruder, route)
        for (const id of Object.values(victim.ids)) expect(text).not.toContain(id)
      }
      const filtered = await apiClient(posthorn.service('api').url, key).get<Page<unknown>>(
        `${intruder.tenant.path}/deliveries?endpointId=${victim.ids.endpoint}`,
      )
      expect(filtered.body).toEqual({ data: [], nextCursor: null })
    })

    it("in the cursor of a list of the other's endpoint, however many deliveries it has", async () => {
      const { key } = await keyOf(posthorn, intruder.tenant, 'manage')
      await posthorn.database.query(
        `INSERT INTO deliveries (id, tenant_id, event_id, endpoint_id, event_type, status, created_at, finished_at)
         SELECT 'dlv_' || substr($4, 5, 10) || lpad(n::text, 16, '0'), $1, $2, $3, 'order.completed', 'failed', now(), now()
         FROM generate_series(1, 300) AS n`,
        [victim.tenant.id, victim.ids.event, victim.ids.endpoint, newId('delivery')],
      )
      const others = Array.from({ length: 19 }, () => newId('endpoint'))
      const listed = await apiClient(posthorn.service('api').url, key).get<Page<unknown>>(
        `${intruder.tenant.path}/deliveries?endpointId=${[victim.ids.endpoint, ...others].join(',')}&status=failed,cancelled,pending`,
      )
      expect(listed.body).toEqual({ data: [], nextCursor: null })
    })

    it('and changes nothing', async () => {
      const before = await everythingOf(victim)
      const { key } = await keyOf(posthorn, intruder.tenant, 'manage')
      for (const route of ROUTES) await callRoute(posthorn, key, victim, route)
      for (const route of OF_ONE_THING)
        await callRoute(posthorn, key, { ...intruder, ids: victim.ids }, route)
      expect(await everythingOf(victim)).toEqual(before)
    })
  })

  it('with the admin key finds nothing in a tenant that does not exist', async () => {
    const absent = { tenant: { ...victim.tenant, id: 'nobody', path: '/v1/tenants/nobody' }, ids: victim.ids }
    for (const route of ROUTES.filter(([method]) => method !== 'put')) {
      expect(await callRoute(posthorn, ADMIN_KEY, absent, route)).toEqual(noSuchTenant(absent))
    }
  })
})
