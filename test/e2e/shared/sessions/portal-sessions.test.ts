import type { AuditEntry, Page } from '@posthorn/contracts'
import { describe, expect, it } from 'vitest'
import { apiClient } from '../../../harness/api-client.ts'
import { problem, reply } from '../../../harness/expected.ts'
import { ADMIN_KEY } from '../../../harness/posthorn.ts'
import { SAME_ORIGIN, SESSION_ENDED, signIn, signInAs } from '../../../harness/sessions/browser.ts'
import { createLink, enterPortal } from '../../../harness/sessions/portal.ts'
import { sharedPosthorn } from '../../../harness/shared/shared-posthorn.ts'
import { callRoute, createOwned, keyOf, ROUTES } from '../../../harness/tenant-routes.ts'

const URL = 'https://example.com/webhooks'

/** Needs more than the role: what a session creates with it would outlive its link. */
const NOT_IN_PORTALS = ['post /keys', 'delete /keys/:key', 'post /portal-links', 'delete /portal-links/:link']

describe('a session of a portal link', () => {
  const posthorn = sharedPosthorn('idle')

  it.each([
    ['manage', 3],
    ['read', 5],
  ] as const)(
    'with the role %s may do what a key with it may, but create no keys and links',
    async (role, column) => {
      const owned = await createOwned(posthorn)
      const link = await createLink(posthorn.api, owned.tenant, { role })
      const { session } = await enterPortal(posthorn, link)
      for (const route of ROUTES) {
        const [method, path] = route
        const answer = await callRoute(posthorn, session.token, owned, route)
        const expected = NOT_IN_PORTALS.includes(`${method} ${path}`) ? 403 : route[column]
        expect([method, path, answer.status]).toEqual([method, path, expected])
      }
      expect(await callRoute(posthorn, session.token, owned, ['put', '', {}])).toEqual(
        problem(403, 'forbidden', `A portal session with the role "${role}" may not do this.`),
      )
    },
  )

  it('sees nothing of another tenant, and no list of all tenants', async () => {
    const [tenant, other] = [await posthorn.createTenant(), await createOwned(posthorn)]
    const { session, api } = await enterPortal(
      posthorn,
      await createLink(posthorn.api, tenant, { role: 'manage' }),
    )
    const noSuchTenant = problem(404, 'not_found', `There is no tenant "${other.tenant.id}".`)
    for (const route of ROUTES)
      expect(await callRoute(posthorn, session.token, other, route)).toEqual(noSuchTenant)
    expect((await api.get('/v1/tenants')).status).toBe(403)
    expect((await api.get('/v1/audit')).status).toBe(403)
    expect((await api.get(`${tenant.path}/endpoints/${other.ids.endpoint}`)).status).toBe(404)
  })

  it.each<[string, (tenant: { path: string }, linkId: string, keyId: string) => Promise<unknown>]>([
    ['its link is revoked', ({ path }, id) => posthorn.api.delete(`${path}/portal-links/${id}`)],
    ['the key of its link is deleted', ({ path }, _id, key) => posthorn.api.delete(`${path}/keys/${key}`)],
    ['its tenant is deleted', ({ path }) => posthorn.api.delete(path)],
    [
      'its time is over',
      (_tenant, id) =>
        posthorn.database.query("UPDATE sessions SET ends_at = now() - interval '1 ms' WHERE holder = $1", [
          id,
        ]),
    ],
  ])('ends when %s: at once, in every process', async (_name, end) => {
    const tenant = await posthorn.createTenant()
    const { key, id: keyId } = await keyOf(posthorn, tenant, 'manage')
    const link = await createLink(posthorn.api.as(key), tenant)
    const { session, api } = await enterPortal(posthorn, link)
    expect((await api.get(`${tenant.path}/events`)).status).toBe(200)
    await end(tenant, link.id, keyId)
    for (const { url } of posthorn.services('api'))
      expect(await apiClient(url, session.token).get(`${tenant.path}/events`)).toEqual(SESSION_ENDED)
  })

  it('continues when its link expires, and is not ended by another link', async () => {
    const tenant = await posthorn.createTenant()
    const [link, other] = [await createLink(posthorn.api, tenant), await createLink(posthorn.api, tenant)]
    const { api } = await enterPortal(posthorn, link)
    await posthorn.database.query(
      "UPDATE portal_links SET expires_at = now() - interval '1 ms' WHERE id = $1",
      [link.id],
    )
    await posthorn.api.delete(`${tenant.path}/portal-links/${other.id}`)
    expect((await api.get(`${tenant.path}/events`)).status).toBe(200)
  })

  it('does not count as a cookie', async () => {
    const tenant = await posthorn.createTenant()
    const { session } = await enterPortal(posthorn, await createLink(posthorn.api, tenant))
    const headers = { ...SAME_ORIGIN, cookie: `posthorn=${session.token}` }
    const browser = apiClient(posthorn.service('api').url, undefined, headers)
    expect(await browser.get(tenant.path)).toEqual(SESSION_ENDED)
  })

  it('sees and ends only itself among the sessions', async () => {
    const tenant = await posthorn.createTenant()
    const link = await createLink(posthorn.api, tenant, { singleUse: false })
    const [own, other] = [await enterPortal(posthorn, link), await enterPortal(posthorn, link)]
    const notFound = problem(404, 'not_found', 'No session has this id: check the id and the tenant.')
    const { body } = await own.api.get<Page<{ id: string }>>('/v1/sessions')
    expect(body.data.map(({ id }) => id)).toEqual([own.session.id])
    expect(await own.api.get(`/v1/sessions/${other.session.id}`)).toEqual(notFound)
    expect(await own.api.delete(`/v1/sessions/${other.session.id}`)).toEqual(notFound)
    expect(await own.api.delete('/v1/sessions/current')).toEqual(reply(204))
    expect(await own.api.get(tenant.path)).toEqual(SESSION_ENDED)
    expect((await other.api.get(tenant.path)).status).toBe(200)
  })

  it('is named in the audit log, with the user of the link, and found there by it', async () => {
    const tenant = await posthorn.createTenant()
    const actor = { id: 'auth0|user+1@example.com' }
    const link = await createLink(posthorn.api, tenant, { role: 'manage', actor })
    const { api } = await enterPortal(posthorn, link)
    await api.post(`${tenant.path}/endpoints`, { url: URL })
    const name = `portal:${link.id}/${actor.id}`
    const { body } = await api.get<Page<AuditEntry>>(`${tenant.path}/audit?actor=${encodeURIComponent(name)}`)
    expect(body.data.map((entry) => [entry.actor, entry.action])).toEqual([
      [name, 'endpoint.created'],
      [name, 'portal_link.opened'],
    ])
  })

  it('repeats a request with its Idempotency-Key', async () => {
    const tenant = await posthorn.createTenant()
    const { api } = await enterPortal(posthorn, await createLink(posthorn.api, tenant, { role: 'manage' }))
    const post = () => api.post(`${tenant.path}/endpoints`, { url: URL }, { 'idempotency-key': 'one' })
    const [first, second] = [await post(), await post()]
    expect([second.text, second.headers['idempotency-replayed']]).toEqual([first.text, 'true'])
  })
})

describe('GET /v1/meta', () => {
  const posthorn = sharedPosthorn('idle')
  const about = (caller: object) =>
    reply(200, {
      version: expect.stringMatching(/^\d+\.\d+\.\d+$/),
      retentionDays: 30,
      features: { httpEndpoints: true },
      caller: { tenantId: null, keyId: null, sessionId: null, portalLinkId: null, actor: null, ...caller },
    })

  it('says who the caller is', async () => {
    const tenant = await posthorn.createTenant()
    const { key, session, api } = await signInAs(posthorn, tenant, 'read')
    const operator = await signIn(posthorn, ADMIN_KEY)
    const actor = { id: 'user-1', name: null }
    const link = await createLink(posthorn.api, tenant, { actor })
    const portal = await enterPortal(posthorn, link)
    const tenantCaller = { kind: 'tenant', role: 'read', tenantId: tenant.id, keyId: key.id }

    expect(await posthorn.api.get('/v1/meta')).toEqual(about({ kind: 'operator', role: 'admin' }))
    expect(await operator.api.get('/v1/meta')).toEqual(
      about({ kind: 'operator', role: 'admin', sessionId: operator.session.id }),
    )
    expect(await posthorn.api.as(key.key).get('/v1/meta')).toEqual(about(tenantCaller))
    expect(await api.get('/v1/meta')).toEqual(about({ ...tenantCaller, sessionId: session.id }))
    const portalCaller = { kind: 'portal', role: 'read', tenantId: tenant.id, portalLinkId: link.id, actor }
    expect(await portal.api.get('/v1/meta')).toEqual(about({ ...portalCaller, sessionId: portal.session.id }))
  })
})
