import type { Page, Session } from '@posthorn/contracts'
import { describe, expect, it } from 'vitest'
import { problem, reply } from '../../../harness/expected.ts'
import { SESSION_ENDED, signIn, signInAs } from '../../../harness/sessions/browser.ts'
import { sharedPosthorn } from '../../../harness/shared/shared-posthorn.ts'
import { keyOf } from '../../../harness/tenant-routes.ts'

const notFound = problem(404, 'not_found', 'No session has this id: check the id and the tenant.')

describe('a session is listed, read and ended', () => {
  const posthorn = sharedPosthorn('idle')

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
    expect(await own.api.get(tenant.path)).toEqual(SESSION_ENDED)
  })

  it('by the admin key, which sees all', async () => {
    const tenant = await posthorn.createTenant()
    const { session, api } = await signInAs(posthorn, tenant, 'read')
    const { body } = await posthorn.api.get<Page<Session>>('/v1/sessions?limit=250')
    expect(body.data).toContainEqual(session)
    expect(await posthorn.api.delete(`/v1/sessions/${session.id}`)).toEqual(reply(204))
    expect(await api.get(tenant.path)).toEqual(SESSION_ENDED)
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
