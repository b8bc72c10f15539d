import { beforeAll, describe, expect, it } from 'vitest'
import { apiClient } from '../../../harness/api-client.ts'
import { problem } from '../../../harness/expected.ts'
import { ADMIN_KEY } from '../../../harness/posthorn.ts'
import { sharedPosthorn } from '../../../harness/shared/shared-posthorn.ts'
import { callRoute, createOwned, keyOf, type Owned, ROUTES } from '../../../harness/tenant-routes.ts'

const refusal = (detail: string) => ({
  ...problem(401, 'unauthorized', detail),
  headers: expect.objectContaining({ 'www-authenticate': 'Bearer' }),
})

describe('the API', () => {
  const posthorn = sharedPosthorn('idle')
  let subject: Owned
  beforeAll(async () => {
    subject = await createOwned(posthorn)
  })

  describe.each([
    ['manage', 3],
    ['publish', 4],
    ['read', 5],
  ] as const)('with a key of the role %s', (role, column) => {
    let owned: Owned
    let key: string
    beforeAll(async () => {
      owned = await createOwned(posthorn)
      key = (await keyOf(posthorn, owned.tenant, role)).key
    })

    const rows = ROUTES.map((route) => [route[0], route[1], route[column], route] as const)

    it.each(rows.filter(([, , status]) => status === 403))(
      '%s /v1/tenants/{tenant}%s is forbidden: %d',
      async (_method, _path, _status, route) => {
        expect(await callRoute(posthorn, key, owned, route)).toEqual(
          problem(403, 'forbidden', `A key with the role "${role}" may not do this.`),
        )
      },
    )

    it.each(rows.filter(([, , status]) => status !== 403))(
      '%s /v1/tenants/{tenant}%s is answered %d',
      async (_method, _path, status, route) => {
        const answer = await callRoute(posthorn, key, owned, route)
        expect([answer.status, answer.text]).toEqual([
          status,
          expect.stringMatching(status === 204 ? /^$/ : /^\{"/),
        ])
      },
    )

    it('may not list the tenants', async () => {
      expect(await posthorn.api.as(key).get('/v1/tenants')).toEqual(
        problem(403, 'forbidden', `A key with the role "${role}" may not do this.`),
      )
    })

    it('may not create a tenant', async () => {
      expect(await posthorn.api.as(key).put('/v1/tenants/new', {})).toEqual(
        problem(404, 'not_found', 'There is no tenant "new".'),
      )
      expect((await posthorn.api.get('/v1/tenants/new')).status).toBe(404)
    })
  })

  it.each([
    ['in lower case', 'bearer KEY'],
    ['followed by several spaces', 'BEARER   KEY'],
  ])('accepts a key with the scheme %s', async (_name, template) => {
    const { key } = await keyOf(posthorn, subject.tenant, 'manage')
    const authorization = template.replaceAll('KEY', key)
    const anonymous = apiClient(posthorn.service('api').url, undefined)
    expect((await anonymous.get(subject.tenant.path, { authorization })).status).toBe(200)
  })

  describe('without a valid key answers 401:', () => {
    it.each([
      ['none', undefined],
      ['an unknown one', 'phk_0123456789abcdefghijklmnopqrstuvwxyzABCDEFG'],
      ['an unknown one of 513 characters', 'k'.repeat(513)],
    ])('%s, on every route', async (_name, key) => {
      const detail =
        key === undefined
          ? 'Send the key as "Authorization: Bearer KEY".'
          : 'The key is unknown or has expired.'
      for (const route of ROUTES)
        expect(await callRoute(posthorn, key, subject, route)).toEqual(refusal(detail))
      expect(await apiClient(posthorn.service('api').url, key).get('/v1/tenants')).toEqual(refusal(detail))
    })

    it.each([
      ['no scheme', 'KEY'],
      ['another scheme', 'Basic KEY'],
      ['two keys', 'Bearer KEY KEY'],
      ['no key', 'Bearer'],
      ['an empty one', ''],
      ['non-ASCII', 'Bearer KEYé'],
    ])('an Authorization header with %s', async (_name, template) => {
      const { key } = await keyOf(posthorn, subject.tenant, 'manage')
      const authorization = template.replaceAll('KEY', key)
      const anonymous = apiClient(posthorn.service('api').url, undefined)
      expect(await anonymous.get(subject.tenant.path, { authorization })).toEqual(
        refusal('The Authorization header is not "Bearer KEY".'),
      )
    })

    it('the scheme may be written in lower case', async () => {
      const { key } = await keyOf(posthorn, subject.tenant, 'manage')
      const anonymous = apiClient(posthorn.service('api').url, undefined)
      const answer = await anonymous.get(subject.tenant.path, { authorization: `bearer ${key}` })
      expect(answer.status).toBe(200)
    })

    it.each([
      ['one character missing', (key: string) => key.slice(0, -1)],
      ['one character added', (key: string) => `${key}A`],
      ['other case', (key: string) => key.toUpperCase()],
    ])('a key with %s', async (_name, change) => {
      const { key } = await keyOf(posthorn, subject.tenant, 'manage')
      expect(await callRoute(posthorn, change(key), subject, ROUTES[0] as (typeof ROUTES)[0])).toEqual(
        refusal('The key is unknown or has expired.'),
      )
    })

    it('a deleted one, from the next request on', async () => {
      const { key, id } = await keyOf(posthorn, subject.tenant, 'manage')
      const client = posthorn.api.as(key)
      expect((await client.get(subject.tenant.path)).status).toBe(200)
      expect((await client.delete(`${subject.tenant.path}/keys/${id}`)).status).toBe(204)
      expect(await client.get(subject.tenant.path)).toEqual(refusal('The key is unknown or has expired.'))
    })

    it('an expired one', async () => {
      const { key, id } = await keyOf(
        posthorn,
        subject.tenant,
        'manage',
        new Date(Date.now() + 3_600_000).toISOString(),
      )
      const client = posthorn.api.as(key)
      expect((await client.get(subject.tenant.path)).status).toBe(200)
      await posthorn.database.query(
        "UPDATE api_keys SET expires_at = now() - interval '1 ms' WHERE id = $1",
        [id],
      )
      expect(await client.get(subject.tenant.path)).toEqual(refusal('The key is unknown or has expired.'))
    })

    it('one whose tenant was deleted', async () => {
      const tenant = await posthorn.createTenant()
      const { key } = await keyOf(posthorn, tenant, 'manage')
      expect((await posthorn.api.delete(tenant.path)).status).toBe(204)
      expect(await posthorn.api.as(key).get(tenant.path)).toEqual(
        refusal('The key is unknown or has expired.'),
      )
    })
  })

  it('with the admin key may do everything', async () => {
    const owned = await createOwned(posthorn)
    for (const route of ROUTES.filter(([method, path]) => !(method === 'put' && path === ''))) {
      const { status } = await callRoute(posthorn, ADMIN_KEY, owned, route)
      expect([route[0], route[1], status]).toEqual([
        route[0],
        route[1],
        expect.toBeOneOf([200, 201, 202, 204]),
      ])
    }
  })
})
