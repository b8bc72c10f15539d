import type { Page, Session } from '@posthorn/contracts'
import { describe, expect, it } from 'vitest'
import { apiClient } from '../../../harness/api-client.ts'
import { idOf, problem, reply, TIME } from '../../../harness/expected.ts'
import { ADMIN_KEY } from '../../../harness/posthorn.ts'
import { SAME_ORIGIN, SESSION_ENDED, signIn, signInAs, tokenIn } from '../../../harness/sessions/browser.ts'
import { sharedPosthorn } from '../../../harness/shared/shared-posthorn.ts'
import { keyOf } from '../../../harness/tenant-routes.ts'

describe('a session', () => {
  const posthorn = sharedPosthorn('idle')
  const anonymous = () => apiClient(posthorn.service('api').url, undefined)

  it("is created with a tenant's key, and shown without its token", async () => {
    const tenant = await posthorn.createTenant()
    const { key, id } = await keyOf(posthorn, tenant, 'read')
    const created = await anonymous().post<Session>('/v1/sessions', { key }, { 'user-agent': 'Firefox' })
    const session = {
      id: idOf('ses'),
      role: 'read',
      tenantId: tenant.id,
      keyId: id,
      portalLinkId: null,
      userAgent: 'Firefox',
      createdAt: TIME,
      lastUsedAt: TIME,
      endsAt: TIME,
      expiresAt: TIME,
    }
    expect(created).toEqual(reply(201, session))
    expect(created.headers['set-cookie']).toMatch(
      /^posthorn=phs_[\w-]{43}; Path=\/; HttpOnly; SameSite=Strict$/,
    )
    expect(created.text).not.toContain('phs_')
    const { createdAt, endsAt, expiresAt } = created.body
    expect(Date.parse(endsAt) - Date.parse(createdAt)).toBe(8 * 3_600_000)
    expect(Date.parse(expiresAt) - Date.parse(createdAt)).toBe(7 * 24 * 3_600_000)
  })

  it('is created with the admin key, and with a key in the Authorization header', async () => {
    expect(await posthorn.api.post('/v1/sessions', undefined)).toMatchObject({
      status: 201,
      body: { role: 'admin', tenantId: null, keyId: null },
    })
    const { api } = await signIn(posthorn, ADMIN_KEY)
    expect((await api.get('/v1/tenants')).status).toBe(200)
  })

  it.each([
    ['an unknown key', { key: 'phk_0123456789abcdefghijklmnopqrstuvwxyzABCDEFG' }],
    ['almost the admin key', { key: `${ADMIN_KEY}x` }],
    ['the token of a session', { key: `phs_${'a'.repeat(43)}` }],
  ])('is refused for %s', async (_name, body) => {
    const refused = await anonymous().post('/v1/sessions', body)
    expect(refused).toEqual(problem(401, 'unauthorized', 'The key is unknown or has expired.'))
    expect(refused.headers['set-cookie']).toBeUndefined()
  })

  it('is refused without a key, and with one of the wrong form', async () => {
    expect(await anonymous().post('/v1/sessions', undefined)).toEqual(
      problem(401, 'unauthorized', 'Send the key as "Authorization: Bearer KEY".'),
    )
    expect((await anonymous().post('/v1/sessions', { key: 5 })).status).toBe(400)
    expect((await anonymous().post('/v1/sessions', { key: '' })).status).toBe(400)
    expect((await anonymous().post('/v1/sessions', { key: 'k', other: 1 })).status).toBe(400)
    expect((await anonymous().post('/v1/sessions', { key: 'k'.repeat(20_000) })).status).toBe(413)
  })

  it('is not created by a page of another site', async () => {
    const tenant = await posthorn.createTenant()
    const { key } = await keyOf(posthorn, tenant, 'read')
    expect(await anonymous().post('/v1/sessions', { key }, { 'sec-fetch-site': 'cross-site' })).toEqual(
      problem(403, 'cross_site_request', 'Only a page of this API may sign in.'),
    )
  })

  describe.each(['manage', 'publish', 'read'] as const)('of a key with the role %s', (role) => {
    it('has the rights of the key', async () => {
      const tenant = await posthorn.createTenant()
      const other = await posthorn.createTenant()
      const { api, key } = await signInAs(posthorn, tenant, role)
      const withKey = posthorn.api.as(key.key)
      const paths = ['', '/events', '/endpoints', '/keys', '/audit'].map((path) => tenant.path + path)
      for (const path of [...paths, other.path, '/v1/tenants', '/v1/providers'])
        expect([path, (await api.get(path)).status]).toEqual([path, (await withKey.get(path)).status])
      const event = { type: 'order.paid', data: {} }
      const posted = await api.post(`${tenant.path}/events`, event)
      expect(posted.status).toBe((await withKey.post(`${tenant.path}/events`, event)).status)
    })
  })

  describe('in a cookie', () => {
    it.each<[string, Record<string, string>]>([
      ['without Sec-Fetch-Site and Origin', { 'x-posthorn-client': 'web' }],
      ['from another site', { ...SAME_ORIGIN, 'sec-fetch-site': 'cross-site' }],
      ['from another host of the site', { ...SAME_ORIGIN, 'sec-fetch-site': 'same-site' }],
      ['from another origin', { 'x-posthorn-client': 'web', origin: 'https://example.com' }],
    ])('does not count %s', async (_name, headers) => {
      const tenant = await posthorn.createTenant()
      const { token } = await signInAs(posthorn, tenant, 'manage')
      const api = apiClient(posthorn.service('api').url, undefined, {
        ...headers,
        cookie: `posthorn=${token}`,
      })
      const refusal = problem(
        403,
        'cross_site_request',
        expect.stringContaining('A session cookie counts only'),
      )
      expect(await api.get(tenant.path)).toEqual(refusal)
      expect(await api.post(`${tenant.path}/endpoints`, { url: 'https://example.com' })).toEqual(refusal)
    })

    it('counts with the Origin of the API, too', async () => {
      const tenant = await posthorn.createTenant()
      const { token } = await signInAs(posthorn, tenant, 'manage')
      const { url } = posthorn.service('api')
      const api = apiClient(url, undefined, { origin: url, cookie: `posthorn=${token}` })
      expect((await api.get(tenant.path)).status).toBe(200)
    })

    it('reads without X-Posthorn-Client, and changes nothing', async () => {
      const tenant = await posthorn.createTenant()
      const { token, session } = await signInAs(posthorn, tenant, 'manage')
      const headers = { 'sec-fetch-site': 'same-origin', cookie: `posthorn=${token}` }
      const api = apiClient(posthorn.service('api').url, undefined, headers)
      expect((await api.get(tenant.path)).status).toBe(200)
      const refusal = problem(403, 'cross_site_request', expect.stringContaining('"X-Posthorn-Client"'))
      expect(await api.post(`${tenant.path}/endpoints`, { url: 'https://example.com' })).toEqual(refusal)
      expect(await api.put(tenant.path, {})).toEqual(refusal)
      expect(await api.delete(`/v1/sessions/${session.id}`)).toEqual(refusal)
    })

    it('is ignored with an Authorization header', async () => {
      const tenant = await posthorn.createTenant()
      const { token } = await signInAs(posthorn, tenant, 'manage')
      const headers = { ...SAME_ORIGIN, cookie: `posthorn=${token}` }
      const wrong = apiClient(posthorn.service('api').url, 'phk_unknown', headers)
      expect(await wrong.get(tenant.path)).toEqual(
        problem(401, 'unauthorized', 'The key is unknown or has expired.'),
      )
      const { key } = await keyOf(posthorn, tenant, 'read')
      const reader = apiClient(posthorn.service('api').url, key, { cookie: `posthorn=${token}` })
      expect((await reader.get(tenant.path)).status).toBe(200)
      expect((await reader.get(`${tenant.path}/keys`)).status).toBe(403)
    })

    it('does not count as a bearer token', async () => {
      const tenant = await posthorn.createTenant()
      const { token } = await signInAs(posthorn, tenant, 'manage')
      expect(await posthorn.api.as(token).get(tenant.path)).toEqual(SESSION_ENDED)
    })

    it.each(['nonsense', '', `phs_${'a'.repeat(43)}`])(
      'with the unknown token "%s" has ended',
      async (token) => {
        const headers = { ...SAME_ORIGIN, cookie: `posthorn=${token}` }
        const unknown = await apiClient(posthorn.service('api').url, undefined, headers).get('/v1/tenants')
        expect(unknown).toEqual(SESSION_ENDED)
        expect(unknown.headers['www-authenticate']).toBe('Bearer')
      },
    )
  })

  it('is in the audit log of its tenant, when it begins and when it is ended', async () => {
    const tenant = await posthorn.createTenant()
    const { session, key, api } = await signInAs(posthorn, tenant, 'read')
    await api.delete('/v1/sessions/current')
    const { body } = await posthorn.api.get<Page<object>>(`${tenant.path}/audit?limit=2`)
    const entry = { actor: key.id, object: session.id }
    expect(body.data).toEqual([
      expect.objectContaining({ ...entry, action: 'session.ended', fields: [] }),
      expect.objectContaining({ ...entry, action: 'session.created', fields: ['key'] }),
    ])
  })

  it('leaves neither its key nor its token in the log or the database', async () => {
    const tenant = await posthorn.createTenant()
    const { key } = await keyOf(posthorn, tenant, 'manage')
    const created = await anonymous().post<Session>('/v1/sessions', { key })
    const token = tokenIn(created)
    const headers = { ...SAME_ORIGIN, cookie: `posthorn=${token}` }
    const browser = apiClient(posthorn.service('api').url, undefined, headers)
    await browser.get(`${tenant.path}/endpoints?cursor=wrong`)
    await browser.post(`${tenant.path}/endpoints`, '{')
    const logs = posthorn.services('api').map((service) => service.output())
    const [row] = await posthorn.database.query<object>('SELECT * FROM sessions WHERE id = $1', [
      created.body.id,
    ])
    for (const secret of [key, token, token.slice(4)])
      expect([...logs, JSON.stringify(row)].join('')).not.toContain(secret)
  })
})
