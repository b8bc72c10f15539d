import type { Page, Session } from '@posthorn/contracts'
import { describe, expect, it } from 'vitest'
import { apiClient } from '../../../harness/api-client.ts'
import { idOf, problem, reply, TIME } from '../../../harness/expected.ts'
import { ADMIN_KEY } from '../../../harness/posthorn.ts'
import { SAME_ORIGIN, signIn, signInAs, tokenIn } from '../../../harness/sessions/browser.ts'
import { sharedPosthorn } from '../../../harness/shared/shared-posthorn.ts'
import { keyOf } from '../../../harness/tenant-routes.ts'
import { waitUntil } from '../../../harness/wait-until.ts'

const ended = problem(401, 'session_ended', 'The session has ended or is unknown: sign in again.')
const notFound = problem(404, 'not_found', 'No session has this id: check the id and the tenant.')

describe('a session', () => {
  const posthorn = sharedPosthorn('idle')
  const anonymous = () => apiClient(posthorn.service('api').url, undefined)
  const sql = (text: string, values: unknown[]) => posthorn.database.query<{ at: Date }>(text, values)

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
      expect(await posthorn.api.as(token).get(tenant.path)).toEqual(ended)
    })

    it.each(['nonsense', '', `phs_${'a'.repeat(43)}`])(
      'with the unknown token "%s" has ended',
      async (token) => {
        const headers = { ...SAME_ORIGIN, cookie: `posthorn=${token}` }
        const unknown = await apiClient(posthorn.service('api').url, undefined, headers).get('/v1/tenants')
        expect(unknown).toEqual(ended)
        expect(unknown.headers['www-authenticate']).toBe('Bearer')
      },
    )
  })

  describe('ends', () => {
    it('when its browser signs out: at once, in every process', async () => {
      const tenant = await posthorn.createTenant()
      const { api, token } = await signInAs(posthorn, tenant, 'read')
      const signedOut = await api.delete('/v1/sessions/current')
      expect(signedOut).toEqual(reply(204))
      expect(signedOut.headers['set-cookie']).toBe('posthorn=; Path=/; HttpOnly; SameSite=Strict; Max-Age=0')
      for (const { url } of posthorn.services('api')) {
        const browser = apiClient(url, undefined, { ...SAME_ORIGIN, cookie: `posthorn=${token}` })
        expect(await browser.get(tenant.path)).toEqual(ended)
      }
    })

    it.each(['deleted', 'expired'])('when its key is %s', async (how) => {
      const tenant = await posthorn.createTenant()
      const { api, key } = await signInAs(posthorn, tenant, 'read')
      expect((await api.get(tenant.path)).status).toBe(200)
      if (how === 'deleted') await posthorn.api.delete(`${tenant.path}/keys/${key.id}`)
      else await sql("UPDATE api_keys SET expires_at = now() - interval '1 ms' WHERE id = $1", [key.id])
      expect(await api.get(tenant.path)).toEqual(ended)
    })

    it('when its tenant is deleted', async () => {
      const tenant = await posthorn.createTenant()
      const { api, session } = await signInAs(posthorn, tenant, 'read')
      await posthorn.api.delete(tenant.path)
      expect(await api.get(tenant.path)).toEqual(ended)
      expect(await sql('SELECT 1 FROM sessions WHERE id = $1', [session.id])).toEqual([])
    })

    it('after 8 hours without use, or 7 days', async () => {
      const tenant = await posthorn.createTenant()
      const idle = await signInAs(posthorn, tenant, 'read')
      // As after 7 h 59 min, with a use a day before its latest end.
      await sql(
        `UPDATE sessions SET last_used_at = now() - interval '7 hours 59 minutes', ends_at = now() + interval '1 minute'
         WHERE id = $1`,
        [idle.session.id],
      )
      expect((await idle.api.get(tenant.path)).status).toBe(200)
      const renewed = await waitUntil('the use to be recorded', async () => {
        const [row] = await sql(
          "SELECT ends_at AS at FROM sessions WHERE id = $1 AND ends_at > now() + interval '7 hours'",
          [idle.session.id],
        )
        return row
      })
      expect(renewed.at.getTime()).toBeLessThanOrEqual(Date.now() + 8 * 3_600_000 + 60_000)
      await sql("UPDATE sessions SET ends_at = now() - interval '1 ms' WHERE id = $1", [idle.session.id])
      expect(await idle.api.get(tenant.path)).toEqual(ended)

      const old = await signInAs(posthorn, tenant, 'read')
      await sql(
        `UPDATE sessions SET last_used_at = now() - interval '2 minutes', expires_at = now() + interval '2 minutes',
           ends_at = now() + interval '1 minute' WHERE id = $1`,
        [old.session.id],
      )
      expect((await old.api.get(tenant.path)).status).toBe(200)
      await waitUntil('the use to be recorded', async () => {
        const rows = await sql('SELECT 1 FROM sessions WHERE id = $1 AND ends_at = expires_at', [
          old.session.id,
        ])
        return rows.length === 1
      })
    })

    it('never later because of uses within a minute, which are not written', async () => {
      const tenant = await posthorn.createTenant()
      const { api, session } = await signInAs(posthorn, tenant, 'read')
      const row = () => sql('SELECT xmin, last_used_at AS at FROM sessions WHERE id = $1', [session.id])
      const before = await row()
      for (let use = 0; use < 3; use += 1) await api.get(tenant.path)
      expect(await row()).toEqual(before)
    })
  })

  describe('is listed, read and ended', () => {
    it('by its key and its own browser, and by no other key', async () => {
      const tenant = await posthorn.createTenant()
      const own = await signInAs(posthorn, tenant, 'manage')
      const other = await signInAs(posthorn, tenant, 'manage')
      const path = `/v1/sessions/${own.session.id}`
      for (const api of [own.api, posthorn.api.as(own.key.key)]) {
        expect(await api.get('/v1/sessions')).toEqual(reply(200, { data: [own.session], nextCursor: null }))
        expect(await api.get(path)).toEqual(reply(200, own.session))
      }
      expect(await own.api.get('/v1/sessions/current')).toEqual(reply(200, own.session))
      expect(await other.api.get(path)).toEqual(notFound)
      expect(await other.api.delete(path)).toEqual(notFound)
      expect((await own.api.get(tenant.path)).status).toBe(200)
      expect(await posthorn.api.as(own.key.key).delete(path)).toEqual(reply(204))
      expect(await own.api.get(tenant.path)).toEqual(ended)
    })

    it('by the admin key, which sees all', async () => {
      const tenant = await posthorn.createTenant()
      const { session, api } = await signInAs(posthorn, tenant, 'read')
      const { body } = await posthorn.api.get<Page<Session>>('/v1/sessions?limit=250')
      expect(body.data).toContainEqual(session)
      expect(await posthorn.api.delete(`/v1/sessions/${session.id}`)).toEqual(reply(204))
      expect(await api.get(tenant.path)).toEqual(ended)
      expect(await posthorn.api.get(`/v1/sessions/${session.id}`)).toEqual(notFound)
    })

    it('page by page', async () => {
      const tenant = await posthorn.createTenant()
      const { key } = await keyOf(posthorn, tenant, 'read')
      const sessions = [await signIn(posthorn, key), await signIn(posthorn, key), await signIn(posthorn, key)]
      const api = posthorn.api.as(key)
      const first = await api.get<Page<Session>>('/v1/sessions?limit=2')
      const second = await api.get<Page<Session>>(
        `/v1/sessions?limit=2&cursor=${String(first.body.nextCursor)}`,
      )
      expect([...first.body.data, ...second.body.data].map(({ id }) => id)).toEqual(
        sessions.map(({ session }) => session.id).toReversed(),
      )
      expect(second.body.nextCursor).toBeNull()
    })

    it('as the current one only by a browser', async () => {
      expect(await posthorn.api.get('/v1/sessions/current')).toEqual(notFound)
      expect(await posthorn.api.delete('/v1/sessions/current')).toEqual(notFound)
    })
  })

  it('of a key with 500 of them ends when a further one begins', async () => {
    const tenant = await posthorn.createTenant()
    const oldest = await signInAs(posthorn, tenant, 'read')
    await sql(
      `INSERT INTO sessions (id, hash, holder, user_agent, created_at, last_used_at, ends_at, expires_at)
       SELECT 'ses_' || right(id, 15) || lpad(n::text, 11, '0') , sha256((id || n)::bytea), holder, '', now(), now(), ends_at, expires_at
       FROM (SELECT replace(id, 'ses_', 'ses_' ) AS id, holder, ends_at, expires_at FROM sessions WHERE id = $1) AS s,
         generate_series(1, 499) AS n`,
      [oldest.session.id],
    )
    await sql("UPDATE sessions SET id = 'ses_0' || right(id, 25) WHERE id = $1", [oldest.session.id])
    expect((await oldest.api.get(tenant.path)).status).toBe(200)
    await signIn(posthorn, oldest.key.key)
    expect(await oldest.api.get(tenant.path)).toEqual(ended)
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
