import type { Session } from '@posthorn/contracts'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { apiClient } from '../../../harness/api-client.ts'
import { problem } from '../../../harness/expected.ts'
import { ADMIN_KEY, type Posthorn, startPosthorn } from '../../../harness/posthorn.ts'
import { SAME_ORIGIN, signIn } from '../../../harness/sessions/browser.ts'
import { keyOf } from '../../../harness/tenant-routes.ts'
import { waitUntil } from '../../../harness/wait-until.ts'

let posthorn: Posthorn
beforeAll(async () => {
  posthorn = await startPosthorn({ services: ['api'] })
})
afterAll(() => posthorn.stop())

describe('signing in', () => {
  it('ends the sessions of another admin key when it is replaced, and no other', async () => {
    const tenant = await posthorn.createTenant()
    const { key } = await keyOf(posthorn, tenant, 'read')
    const tokens = [(await signIn(posthorn, ADMIN_KEY)).token, (await signIn(posthorn, key)).token]
    const { url } = await posthorn.start('api', {
      env: { POSTHORN_ADMIN_KEY: 'another-admin-key-of-the-tests' },
    })
    const statuses = await Promise.all(
      tokens.map(async (token) => {
        const api = apiClient(url, undefined, { ...SAME_ORIGIN, cookie: `posthorn=${token}` })
        return (await api.get('/v1/providers')).status
      }),
    )
    expect(statuses).toEqual([401, 200])
    await posthorn.start('api')
  })

  it('sets a cookie for https where the public URL is https', async () => {
    const { url } = await posthorn.start('api', { env: { PUBLIC_URL: 'https://hooks.example.com' } })
    const created = await apiClient(url, ADMIN_KEY).post<Session>('/v1/sessions', undefined)
    expect(created.headers['set-cookie']).toMatch(
      /^__Host-posthorn=phs_[\w-]{43}; Path=\/; HttpOnly; SameSite=Strict; Secure$/,
    )
    const cookie = String(created.headers['set-cookie']).split(';')[0] ?? ''
    const at = (origin: string) => apiClient(url, undefined, { cookie, origin }).get('/v1/tenants')
    expect((await at('https://hooks.example.com')).status).toBe(200)
    expect((await at('http://hooks.example.com')).status).toBe(403)
    await posthorn.start('api')
  })

  it('leaves sessions that have ended to the maintenance', async () => {
    const { session } = await signIn(posthorn, ADMIN_KEY)
    const kept = await signIn(posthorn, ADMIN_KEY)
    await posthorn.database.query("UPDATE sessions SET ends_at = now() - interval '1 ms' WHERE id = $1", [
      session.id,
    ])
    await posthorn.start('worker')
    const remaining = await waitUntil('the session to be deleted', async () => {
      const rows = await posthorn.database.query<{ id: string }>('SELECT id FROM sessions')
      return rows.some(({ id }) => id === session.id) ? undefined : rows
    })
    expect(remaining.map(({ id }) => id)).toContain(kept.session.id)
    await posthorn.stopAll('worker')
  })

  it('is refused after 30 failures in a minute from one address; successful ones do not count', async () => {
    const { url } = posthorn.service('api')
    const anonymous = apiClient(url, undefined)
    for (let success = 0; success < 40; success += 1) await signIn(posthorn, ADMIN_KEY)
    for (let failure = 0; failure < 30; failure += 1)
      expect((await anonymous.post('/v1/sessions', { key: `wrong-${failure}` })).status).toBe(401)
    const refused = await anonymous.post('/v1/sessions', { key: ADMIN_KEY })
    expect(refused).toEqual(
      problem(429, 'rate_limited', expect.stringMatching(/^Too many failed sign-ins from this address\./)),
    )
    expect(Number(refused.headers['retry-after'])).toBeGreaterThan(0)
    // The key itself still works.
    expect((await posthorn.api.get('/v1/tenants')).status).toBe(200)
  })
})
