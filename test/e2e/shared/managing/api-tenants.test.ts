import { createHash } from 'node:crypto'
import type { CreatedKey, Key, Page, Tenant as TenantBody } from '@posthorn/contracts'
import { describe, expect, it } from 'vitest'
import { idOf, problem, reply, TIME } from '../../../harness/expected.ts'
import { sharedPosthorn } from '../../../harness/shared/shared-posthorn.ts'

describe('tenants', () => {
  const posthorn = sharedPosthorn()

  const times = { createdAt: TIME, updatedAt: TIME }

  it('are created by PUT with 201 and replaced with 200', async () => {
    const path = '/v1/tenants/acme.Inc_1-eu'
    const body = {
      name: 'ACME',
      metadata: { plan: 'pro', seats: [1, null, { deep: true }] },
      strictEventTypes: true,
      retentionDays: 7,
      portalOrigins: ['https://app.example.com'],
    }

    const created = await posthorn.api.put<TenantBody>(path, body)
    expect(created).toEqual(reply(201, { id: 'acme.Inc_1-eu', ...body, ...times }))
    expect(await posthorn.api.get(path)).toEqual(reply(200, created.body))

    const changed = await posthorn.api.put<TenantBody>(path, { name: 'ACME 2', metadata: {} })
    expect(changed).toEqual(
      reply(200, {
        id: 'acme.Inc_1-eu',
        name: 'ACME 2',
        metadata: {},
        strictEventTypes: false,
        retentionDays: null,
        portalOrigins: [],
        createdAt: created.body.createdAt,
        updatedAt: TIME,
      }),
    )
    expect(changed.body.updatedAt > created.body.updatedAt).toBe(true)
    expect(await posthorn.api.get(path)).toEqual(reply(200, changed.body))
  })

  it('have no name and no metadata by default, and lose omitted fields in a PUT', async () => {
    const empty = {
      id: 'left-out',
      name: null,
      metadata: {},
      strictEventTypes: false,
      retentionDays: null,
      portalOrigins: [],
      ...times,
    }
    expect(await posthorn.api.put('/v1/tenants/left-out', {})).toEqual(reply(201, empty))
    await posthorn.api.put('/v1/tenants/left-out', { name: 'x', metadata: { a: 1 }, strictEventTypes: true })
    expect(await posthorn.api.put('/v1/tenants/left-out', {})).toEqual(reply(200, empty))
  })

  it('are case-sensitive', async () => {
    expect((await posthorn.api.put('/v1/tenants/Case', { name: 'upper' })).status).toBe(201)
    expect((await posthorn.api.put('/v1/tenants/case', { name: 'lower' })).status).toBe(201)
    expect((await posthorn.api.get<TenantBody>('/v1/tenants/Case')).body.name).toBe('upper')
  })

  it('of one id that is put ten times at once are created once', async () => {
    const replies = await Promise.all(
      Array.from({ length: 10 }, () => posthorn.api.put('/v1/tenants/at-once', {})),
    )
    expect(replies.filter(({ status }) => status === 201)).toHaveLength(1)
    expect(replies.filter(({ status }) => status === 200)).toHaveLength(9)
  })

  it('can be read with any key of their own', async () => {
    const tenant = await posthorn.createTenant()
    for (const role of ['manage', 'publish', 'read']) {
      const { body } = await posthorn.api.post<CreatedKey>(`${tenant.path}/keys`, { role })
      expect(await posthorn.api.as(body.key).get(tenant.path)).toEqual(
        reply(200, {
          id: tenant.id,
          name: null,
          metadata: {},
          strictEventTypes: false,
          retentionDays: null,
          portalOrigins: [],
          ...times,
        }),
      )
    }
  })

  it('return 404 once they are deleted, and start empty when created again', async () => {
    const { path, id } = await posthorn.createTenant()
    await posthorn.api.post(`${path}/keys`, { role: 'read' })
    const gone = problem(404, 'not_found', `There is no tenant "${id}".`)

    expect(await posthorn.api.delete(path)).toEqual(reply(204))
    expect(await posthorn.api.get(path)).toEqual(gone)
    expect(await posthorn.api.delete(path)).toEqual(gone)
    expect((await posthorn.api.put(path, {})).status).toBe(201)
    expect(await posthorn.api.get(`${path}/keys`)).toEqual(reply(200, { data: [], nextCursor: null }))
  })

  describe('keys', () => {
    it('are shown once, and stored as a hash', async () => {
      const { path } = await posthorn.createTenant()
      const created = await posthorn.api.post<CreatedKey>(`${path}/keys`, {
        role: 'publish',
        description: 'for the shop',
        expiresAt: '2999-01-02T03:04:05+01:00',
      })

      const { key, ...shown } = created.body
      expect(created).toEqual(
        reply(201, {
          id: idOf('key'),
          role: 'publish',
          description: 'for the shop',
          expiresAt: '2999-01-02T02:04:05.000Z',
          rateLimitPerSecond: null,
          createdAt: TIME,
          key: expect.stringMatching(/^[!-~]{32,128}$/),
        }),
      )
      expect(await posthorn.api.get(`${path}/keys`)).toEqual(reply(200, { data: [shown], nextCursor: null }))
      const [row] = await posthorn.database.query<Record<string, unknown>>(
        'SELECT * FROM api_keys WHERE id = $1',
        [shown.id],
      )
      expect(row?.['hash']).toEqual(createHash('sha256').update(key).digest())
      expect(JSON.stringify(Object.values(row ?? {}).map(String))).not.toContain(key)
    })

    it.each([{}, { description: '', expiresAt: null }])(
      'do not expire by default, as with %j',
      async (fields) => {
        const { path } = await posthorn.createTenant()
        expect(await posthorn.api.post(`${path}/keys`, { role: 'read', ...fields })).toEqual(
          reply(201, {
            id: idOf('key'),
            role: 'read',
            description: '',
            expiresAt: null,
            rateLimitPerSecond: null,
            createdAt: TIME,
            key: expect.any(String),
          }),
        )
      },
    )

    it('are limited by the key that creates them: by default they have its rate limit and expiry', async () => {
      const { path } = await posthorn.createTenant()
      const expiresAt = new Date(Date.now() + 3_600_000).toISOString()
      const limited = { role: 'manage', rateLimitPerSecond: 5, expiresAt }
      const { body: maker } = await posthorn.api.post<CreatedKey>(`${path}/keys`, limited)
      const make = (body: object) => posthorn.api.as(maker.key).post<CreatedKey>(`${path}/keys`, body)

      expect(await make({ role: 'read' })).toMatchObject({
        status: 201,
        body: { rateLimitPerSecond: 5, expiresAt },
      })
      const earlier = new Date(Date.now() + 60_000).toISOString()
      expect(await make({ role: 'read', rateLimitPerSecond: 2, expiresAt: earlier })).toMatchObject({
        status: 201,
        body: { rateLimitPerSecond: 2, expiresAt: earlier },
      })
      const later = new Date(Date.parse(expiresAt) + 1).toISOString()
      for (const more of [
        { rateLimitPerSecond: 10_000 },
        { rateLimitPerSecond: null },
        { expiresAt: later },
      ]) {
        await posthorn.database.query('DELETE FROM rate_limits WHERE key = $1', [maker.id])
        const refused = await make({ role: 'read', ...more })
        expect(refused).toMatchObject({ status: 403, body: { code: 'forbidden' } })
      }
      const { body } = await posthorn.api.get<Page<Key>>(`${path}/keys`)
      expect(body.data).toHaveLength(3)
    })

    it('are unique', async () => {
      const { path } = await posthorn.createTenant()
      const replies = await Promise.all(
        Array.from({ length: 20 }, () => posthorn.api.post<CreatedKey>(`${path}/keys`, { role: 'read' })),
      )
      expect(new Set(replies.map(({ body }) => body.key)).size).toBe(20)
      expect(new Set(replies.map(({ body }) => body.id)).size).toBe(20)
    })

    it('are not listed once they are deleted, and cannot be deleted again', async () => {
      const { path } = await posthorn.createTenant()
      const [first, second] = [
        await posthorn.api.post<CreatedKey>(`${path}/keys`, { role: 'read' }),
        await posthorn.api.post<CreatedKey>(`${path}/keys`, { role: 'read' }),
      ]
      expect(await posthorn.api.delete(`${path}/keys/${first.body.id}`)).toEqual(reply(204))
      expect(await posthorn.api.delete(`${path}/keys/${first.body.id}`)).toEqual(
        problem(404, 'not_found', 'No key has this id: check the id and the tenant.'),
      )
      const { body } = await posthorn.api.get<Page<Key>>(`${path}/keys`)
      expect(body.data.map(({ id }) => id)).toEqual([second.body.id])
    })

    it.each([
      ['an unknown role', { role: 'admin' }, 'role', 'expected one of "manage", "publish", "read"'],
      [
        'an expiry that is not a time',
        { role: 'read', expiresAt: 'soon' },
        'expiresAt',
        'expected a time with an offset, like 2026-11-21T20:24:50Z',
      ],
      [
        'an expiry in the past',
        { role: 'read', expiresAt: '2026-01-01T00:00:00Z' },
        'expiresAt',
        'must be in the future',
      ],
      ['a key chosen by the caller', { role: 'read', key: 'mine' }, 'key', 'unknown field'],
    ])('with %s are refused', async (_name, body, path, message) => {
      const tenant = await posthorn.createTenant()
      expect(await posthorn.api.post(`${tenant.path}/keys`, body)).toEqual(
        problem(400, 'invalid_request', `${path}: ${message}`, [{ path, message }]),
      )
    })
  })
})
