import type { AuditEntry, Page, PortalSession, Session } from '@posthorn/contracts'
import { describe, expect, it } from 'vitest'
import { apiClient } from '../../../harness/api-client.ts'
import { problem } from '../../../harness/expected.ts'
import { SAME_ORIGIN, SESSION_ENDED, tokenIn } from '../../../harness/sessions/browser.ts'
import { createLink, secretIn } from '../../../harness/sessions/portal.ts'
import { sharedPosthorn } from '../../../harness/shared/shared-posthorn.ts'
import { keyOf } from '../../../harness/tenant-routes.ts'

const KEYED = { 'idempotency-key': 'one' }

describe('a sign-in with an Idempotency-Key', () => {
  const posthorn = sharedPosthorn('idle')
  const anonymous = (service = posthorn.service('api')) => apiClient(service.url, undefined)
  const browser = (token: string) =>
    apiClient(posthorn.service('api').url, undefined, { ...SAME_ORIGIN, cookie: `posthorn=${token}` })
  const repliesOf = (holder: string) =>
    posthorn.database.query('SELECT FROM idempotency_keys WHERE holder = $1', [holder])
  /** As if the process had died before it replied. */
  const loseReply = (holder: string) =>
    posthorn.database.query(
      `UPDATE idempotency_keys SET status = NULL, content_type = NULL, sealed_reply = NULL,
         lease_until = now() - interval '1 s' WHERE holder = $1`,
      [holder],
    )

  describe('with a key', () => {
    it('gives the same session and cookie again, from every process and to requests at once', async () => {
      const tenant = await posthorn.createTenant()
      const { key, id } = await keyOf(posthorn, tenant, 'read')
      const replies = await Promise.all(
        posthorn
          .services('api')
          .flatMap((service) => [service, service])
          .map((service) => anonymous(service).post<Session>('/v1/sessions', { key }, KEYED)),
      )
      for (const { status, body } of replies) expect([status, body]).toEqual([201, replies[0]?.body])
      expect(new Set(replies.map(tokenIn)).size).toBe(1)
      const replayed = replies.filter(({ headers }) => headers['idempotency-replayed'] === 'true')
      expect(replayed).toHaveLength(replies.length - 1)

      const token = replies.map(tokenIn)[0] ?? ''
      expect((await browser(token).get(tenant.path)).status).toBe(200)
      const { body: sessions } = await posthorn.api.as(key).get<Page<Session>>('/v1/sessions')
      expect(sessions.data).toHaveLength(1)
      const { body: audit } = await posthorn.api.get<Page<AuditEntry>>(`${tenant.path}/audit`)
      expect(audit.data.filter(({ action }) => action === 'session.created')).toHaveLength(1)
      const rows = await posthorn.database.query<{ sealed_reply: Buffer }>(
        'SELECT sealed_reply FROM idempotency_keys WHERE holder = $1',
        [id],
      )
      expect(rows.map((row) => row.sealed_reply.toString('latin1')).join('')).not.toContain(token.slice(4))
    })

    it('continues the session of a process that died, with a new token', async () => {
      const tenant = await posthorn.createTenant()
      const { key, id } = await keyOf(posthorn, tenant, 'read')
      const first = await anonymous().post<Session>('/v1/sessions', { key }, KEYED)
      await loseReply(id)
      const second = await anonymous().post<Session>('/v1/sessions', { key }, KEYED)
      expect([second.status, second.body.id]).toEqual([201, first.body.id])
      expect((await browser(tokenIn(second)).get(tenant.path)).status).toBe(200)
      expect(await browser(tokenIn(first)).get(tenant.path)).toEqual(SESSION_ENDED)
    })

    it('is refused with another body, and leaves nothing when the key is unknown', async () => {
      const tenant = await posthorn.createTenant()
      const { key } = await keyOf(posthorn, tenant, 'read')
      await anonymous().post('/v1/sessions', { key }, KEYED)
      expect(await posthorn.api.as(key).post('/v1/sessions', undefined, KEYED)).toEqual(
        problem(422, 'idempotency_key_reused', expect.stringContaining('"one"')),
      )
      const unknown = { 'idempotency-key': `unknown of ${tenant.id}` }
      expect((await anonymous().post('/v1/sessions', { key: `${key}x` }, unknown)).status).toBe(401)
      const rows = 'SELECT FROM idempotency_keys WHERE key = $1'
      expect(await posthorn.database.query(rows, [unknown['idempotency-key']])).toEqual([])
    })
  })

  describe('with a portal link for a single use', () => {
    const opening = async () => {
      const tenant = await posthorn.createTenant()
      const link = await createLink(posthorn.api, tenant)
      const open = (headers: Record<string, string> = KEYED, secret = secretIn(link)) =>
        anonymous().post<PortalSession>('/v1/portal-sessions', { portalLink: link.id, secret }, headers)
      return { tenant, link, open }
    }
    const refusal = problem(401, 'unauthorized', 'The link is unknown, was used, has expired or was revoked.')

    it('gives the same session again, and no other', async () => {
      const { tenant, open } = await opening()
      const replies = await Promise.all([open(), open(), open()])
      for (const { status, body } of replies) expect([status, body]).toEqual([201, replies[0]?.body])
      const portal = posthorn.api.as(replies[0]?.body.token ?? '')
      expect((await portal.get(`${tenant.path}/events`)).status).toBe(200)
      expect(await open({ 'idempotency-key': 'two' })).toEqual(refusal)
      expect(await open({})).toEqual(refusal)
    })

    it('continues the session of a process that died, with a new token', async () => {
      const { tenant, link, open } = await opening()
      const first = await open()
      await loseReply(link.id)
      const second = await open()
      expect([second.status, second.body.id]).toEqual([201, first.body.id])
      const eventsWith = (token: string) => posthorn.api.as(token).get(`${tenant.path}/events`)
      expect((await eventsWith(second.body.token)).status).toBe(200)
      expect(await eventsWith(first.body.token)).toEqual(SESSION_ENDED)
    })

    it('is refused with another secret, also a repeated one, and leaves nothing', async () => {
      const { link, open } = await opening()
      const other = secretIn(await createLink(posthorn.api, await posthorn.createTenant()))
      expect(await open(KEYED, other)).toEqual(refusal)
      expect(await repliesOf(link.id)).toEqual([])
      expect((await open()).status).toBe(201)
      expect(await open(KEYED, other)).toEqual(refusal)
    })
  })
})
