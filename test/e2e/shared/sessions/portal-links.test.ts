import type { AuditEntry, CreatedPortalLink, Page, PortalLink } from '@posthorn/contracts'
import { describe, expect, it } from 'vitest'
import { apiClient } from '../../../harness/api-client.ts'
import { idOf, problem, reply, TIME } from '../../../harness/expected.ts'
import { createLink, openLink, secretIn } from '../../../harness/sessions/portal.ts'
import { sharedPosthorn } from '../../../harness/shared/shared-posthorn.ts'
import { keyOf } from '../../../harness/tenant-routes.ts'

const refused = problem(401, 'unauthorized', 'The link is unknown, was used, has expired or was revoked.')
const FIELDS = {
  role: 'manage',
  sessionTtlSeconds: 600,
  singleUse: false,
  allowedOrigins: ['https://app.example.com'],
  theme: { mode: 'dark', primary: '#3b5bdb', radius: null, font: null, logo: null },
  next: '/deliveries?status=failed',
  refreshUrl: 'https://app.example.com/webhooks',
  actor: { id: 'user-1001', name: 'Ada Lovelace' },
}

describe('a portal link', () => {
  const posthorn = sharedPosthorn('idle')
  const sql = (text: string, values: unknown[]) => posthorn.database.query(text, values)

  it('is created with its URL, which has the secret in the fragment and is shown once', async () => {
    const tenant = await posthorn.createTenant()
    const { key, id: keyId } = await keyOf(posthorn, tenant, 'manage')
    const path = `${tenant.path}/portal-links`
    const created = await posthorn.api
      .as(key)
      .post<CreatedPortalLink>(path, { ...FIELDS, linkTtlSeconds: 60 })
    const link = { ...FIELDS, id: idOf('plk'), keyId, createdAt: TIME, expiresAt: TIME, usedAt: null }
    const url = expect.stringMatching(
      /^http:\/\/127\.0\.0\.1:8080\/portal\/plk_[0-9a-z]{26}#t=pls_[\w-]{43}$/,
    )
    expect(created).toEqual(reply(201, { ...link, url }))
    expect(Date.parse(created.body.expiresAt) - Date.parse(created.body.createdAt)).toBe(60_000)
    expect(created.body.url).toContain(`/portal/${created.body.id}#`)

    const listed = await posthorn.api.get<Page<PortalLink>>(path)
    expect(listed).toEqual(reply(200, { data: [{ ...link, id: created.body.id }], nextCursor: null }))
    expect(listed.text).not.toContain('pls_')
  })

  it('of a repeated request with an Idempotency-Key is the same', async () => {
    const tenant = await posthorn.createTenant()
    const post = () =>
      posthorn.api.post(`${tenant.path}/portal-links`, { role: 'read' }, { 'idempotency-key': 'one' })
    const [first, second] = [await post(), await post()]
    expect(second.text).toBe(first.text)
    const { body } = await posthorn.api.get<Page<PortalLink>>(`${tenant.path}/portal-links`)
    expect(body.data).toHaveLength(1)
  })

  it('is listed page by page, newest first, for its tenant only', async () => {
    const [tenant, other] = [await posthorn.createTenant(), await posthorn.createTenant()]
    await createLink(posthorn.api, other)
    const links = [await createLink(posthorn.api, tenant), await createLink(posthorn.api, tenant)]
    const path = `${tenant.path}/portal-links?limit=1`
    const first = await posthorn.api.get<Page<PortalLink>>(path)
    const second = await posthorn.api.get<Page<PortalLink>>(`${path}&cursor=${String(first.body.nextCursor)}`)
    expect([...first.body.data, ...second.body.data].map(({ id }) => id)).toEqual(
      links.map(({ id }) => id).toReversed(),
    )
    expect(second.body.nextCursor).toBeNull()
  })

  it('opens for one browser; two at once: one gets a session', async () => {
    const tenant = await posthorn.createTenant()
    const link = await createLink(posthorn.api, tenant)
    const statuses = await Promise.all(
      Array.from({ length: 5 }, async () => (await openLink(posthorn, link)).status),
    )
    expect(statuses.filter((status) => status === 201)).toHaveLength(1)
    expect(statuses.filter((status) => status === 401)).toHaveLength(4)
    expect(await openLink(posthorn, link)).toEqual(refused)
    const { body } = await posthorn.api.get<Page<PortalLink>>(`${tenant.path}/portal-links`)
    expect(body.data[0]?.usedAt).toEqual(TIME)
  })

  it('that is not for a single use opens for several, and says what its page needs', async () => {
    const tenant = await posthorn.createTenant()
    const link = await createLink(posthorn.api, tenant, FIELDS)
    const { sessionTtlSeconds: _ttl, singleUse: _singleUse, ...shown } = FIELDS
    const session = {
      ...shown,
      id: idOf('ses'),
      token: expect.stringMatching(/^phs_[\w-]{43}$/),
      portalLinkId: link.id,
      tenantId: tenant.id,
      expiresAt: TIME,
    }
    for (let browser = 0; browser < 2; browser += 1) {
      const opened = await openLink(posthorn, link)
      expect(opened).toEqual(reply(201, session))
      expect(opened.headers['set-cookie']).toBeUndefined()
      const lasts = Date.parse(opened.body.expiresAt) - Date.now()
      expect(lasts).toBeGreaterThan(500_000)
      expect(lasts).toBeLessThanOrEqual(660_000)
    }
  })

  it.each<[string, (link: CreatedPortalLink, path: string) => Promise<unknown>]>([
    [
      'when it has expired',
      ({ id }) => sql("UPDATE portal_links SET expires_at = now() - interval '1 ms' WHERE id = $1", [id]),
    ],
    ['when it was revoked', ({ id }, path) => posthorn.api.delete(`${path}/portal-links/${id}`)],
    ['when its tenant was deleted', (_link, path) => posthorn.api.delete(path)],
    [
      'when the key that created it was deleted',
      ({ keyId }, path) => posthorn.api.delete(`${path}/keys/${keyId}`),
    ],
    [
      'when that key has expired',
      ({ keyId }) => sql("UPDATE api_keys SET expires_at = now() - interval '1 ms' WHERE id = $1", [keyId]),
    ],
    [
      'of another admin key',
      ({ id }) => sql("UPDATE portal_links SET maker = 'admin', admin_tag = '\\x00' WHERE id = $1", [id]),
    ],
  ])('does not open %s, and has no theme then', async (_name, end) => {
    const tenant = await posthorn.createTenant()
    const { key } = await keyOf(posthorn, tenant, 'manage')
    const link = await createLink(posthorn.api.as(key), tenant, FIELDS)
    const theme = () => apiClient(posthorn.service('api').url, undefined).get(`/portal/${link.id}/theme.css`)
    expect((await theme()).status).toBe(200)
    await end(link, tenant.path)
    expect(await openLink(posthorn, link)).toEqual(refused)
    expect((await theme()).status).toBe(404)
  })

  it('does not open with another secret, which does not use it up', async () => {
    const tenant = await posthorn.createTenant()
    const [link, other] = [await createLink(posthorn.api, tenant), await createLink(posthorn.api, tenant)]
    expect(await openLink(posthorn, link, secretIn(other))).toEqual(refused)
    expect(await openLink(posthorn, link, `${secretIn(link)}x`)).toEqual(refused)
    expect((await openLink(posthorn, link)).status).toBe(201)
  })

  it('has a theme as a style sheet of its own', async () => {
    const tenant = await posthorn.createTenant()
    const link = await createLink(posthorn.api, tenant, FIELDS)
    const anonymous = apiClient(posthorn.service('api').url, undefined)
    const { status, headers, text } = await anonymous.get(`/portal/${link.id}/theme.css`)
    expect([
      status,
      headers['content-type'],
      headers['cache-control'],
      headers['x-content-type-options'],
    ]).toEqual([200, 'text/css; charset=utf-8', 'no-store', 'nosniff'])
    expect(text).toContain('--portal-primary: #3b5bdb;')
    for (const id of ['plk_unknown', 'nonsense', '%00'])
      expect((await anonymous.get(`/portal/${id}/theme.css`)).status).toBe(404)
  })

  it('is in the audit log when it is created, opened and revoked', async () => {
    const tenant = await posthorn.createTenant()
    const link = await createLink(posthorn.api, tenant, { actor: { id: 'user-1' } })
    await openLink(posthorn, link)
    await posthorn.api.delete(`${tenant.path}/portal-links/${link.id}`)
    const { body } = await posthorn.api.get<Page<AuditEntry>>(`${tenant.path}/audit?limit=3`)
    expect(body.data.map(({ actor, action, object, fields }) => [actor, action, object, fields])).toEqual([
      ['admin', 'portal_link.revoked', link.id, []],
      [`portal:${link.id}/user-1`, 'portal_link.opened', link.id, ['portalLink', 'secret']],
      ['admin', 'portal_link.created', link.id, ['role', 'actor']],
    ])
  })

  it('leaves its secret neither in the log nor in the database', async () => {
    const tenant = await posthorn.createTenant()
    const link = await createLink(posthorn.api, tenant)
    const { body } = await openLink(posthorn, link)
    await openLink(posthorn, link)
    const rows = await sql('SELECT * FROM portal_links WHERE id = $1', [link.id])
    const written = [...posthorn.services('api').map((api) => api.output()), JSON.stringify(rows)].join('')
    for (const secret of [secretIn(link), body.token]) expect(written).not.toContain(secret)
  })
})
