import { describe, expect, it } from 'vitest'
import { apiClient } from '../../../harness/api-client.ts'
import { reply } from '../../../harness/expected.ts'
import { SAME_ORIGIN, SESSION_ENDED, signIn, signInAs } from '../../../harness/sessions/browser.ts'
import { sharedPosthorn } from '../../../harness/shared/shared-posthorn.ts'
import { waitUntil } from '../../../harness/wait-until.ts'

describe('a session ends', () => {
  const posthorn = sharedPosthorn('idle')
  const sql = (text: string, values: unknown[]) => posthorn.database.query<{ at: Date }>(text, values)

  it('when its browser signs out: at once, in every process', async () => {
    const tenant = await posthorn.createTenant()
    const { api, token } = await signInAs(posthorn, tenant, 'read')
    const signedOut = await api.delete('/v1/sessions/current')
    expect(signedOut).toEqual(reply(204))
    expect(signedOut.headers['set-cookie']).toBe('posthorn=; Path=/; HttpOnly; SameSite=Strict; Max-Age=0')
    for (const { url } of posthorn.services('api')) {
      const browser = apiClient(url, undefined, { ...SAME_ORIGIN, cookie: `posthorn=${token}` })
      expect(await browser.get(tenant.path)).toEqual(SESSION_ENDED)
    }
  })

  it.each(['deleted', 'expired'])('when its key is %s', async (how) => {
    const tenant = await posthorn.createTenant()
    const { api, key } = await signInAs(posthorn, tenant, 'read')
    expect((await api.get(tenant.path)).status).toBe(200)
    if (how === 'deleted') await posthorn.api.delete(`${tenant.path}/keys/${key.id}`)
    else await sql("UPDATE api_keys SET expires_at = now() - interval '1 ms' WHERE id = $1", [key.id])
    expect(await api.get(tenant.path)).toEqual(SESSION_ENDED)
  })

  it('when its tenant is deleted', async () => {
    const tenant = await posthorn.createTenant()
    const { api, session } = await signInAs(posthorn, tenant, 'read')
    await posthorn.api.delete(tenant.path)
    expect(await api.get(tenant.path)).toEqual(SESSION_ENDED)
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
    expect(await idle.api.get(tenant.path)).toEqual(SESSION_ENDED)

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

  it('when it is the oldest of 500 of its key, and a further one begins', async () => {
    const tenant = await posthorn.createTenant()
    const oldest = await signInAs(posthorn, tenant, 'read')
    // Their ids are older than those of other tests, which read the newest.
    await sql(
      `INSERT INTO sessions (id, hash, holder, user_agent, created_at, last_used_at, ends_at, expires_at)
       SELECT 'ses_010' || right(id, 12) || lpad(n::text, 11, '0'), sha256((id || n)::bytea), holder, '', now(), now(), ends_at, expires_at
       FROM sessions, generate_series(1, 499) AS n WHERE id = $1`,
      [oldest.session.id],
    )
    await sql("UPDATE sessions SET id = 'ses_00' || right(id, 24) WHERE id = $1", [oldest.session.id])
    expect((await oldest.api.get(tenant.path)).status).toBe(200)
    await signIn(posthorn, oldest.key.key)
    expect(await oldest.api.get(tenant.path)).toEqual(SESSION_ENDED)
  })
})
