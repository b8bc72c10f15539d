import { connect } from 'node:net'
import type { PublishedEvent } from '@posthorn/contracts'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { receiveLiveMessages } from '../../../harness/live/live-messages.ts'
import { type LiveReader, readLive } from '../../../harness/live/live-stream.ts'
import { ADMIN_KEY, type Posthorn, startPosthorn, type Tenant } from '../../../harness/posthorn.ts'
import { startReceiver } from '../../../harness/receiver.ts'
import { BACKENDS } from '../../../harness/redis/redis.ts'
import { signInAs } from '../../../harness/sessions/browser.ts'
import { createLink, enterPortal } from '../../../harness/sessions/portal.ts'
import { keyOf } from '../../../harness/tenant-routes.ts'
import { waitUntil } from '../../../harness/wait-until.ts'

const OF_TENANT_MAX = 200
/** Each stream is checked every 3 seconds. */
const REVOKED_MS_MAX = 10_000
const EVENT = { type: 'order.paid', data: {} }

describe.each(BACKENDS)('a stream of live updates, with the queue on %s,', (queue) => {
  let posthorn: Posthorn
  beforeAll(async () => {
    posthorn = await startPosthorn({ queue })
  })
  afterAll(() => posthorn?.stop())

  const liveUrl = ({ path }: Tenant) => `${posthorn.service('api').url}${path}/live`
  const watch = (tenant: Tenant, headers: Record<string, string>): Promise<LiveReader> =>
    readLive(liveUrl(tenant), headers)
  const watchAs = (tenant: Tenant, key: string) => watch(tenant, { authorization: `Bearer ${key}` })
  const openStreams = async (): Promise<number> => {
    const text = await (await fetch(`${posthorn.service('api').url}/metrics`)).text()
    return Number(/^posthorn_live_streams (\d+)$/m.exec(text)?.[1])
  }

  it('ends within seconds after its key was deleted', async () => {
    const tenant = await posthorn.createTenant()
    const key = await keyOf(posthorn, tenant, 'read')
    const reader = await watchAs(tenant, key.key)
    await reader.begun()
    expect(await openStreams()).toBe(1)
    await posthorn.api.delete(`${tenant.path}/keys/${key.id}`)
    expect(await reader.ended(REVOKED_MS_MAX)).toBe(true)
    expect((await watchAs(tenant, key.key)).status).toBe(401)
    await waitUntil('the stream to be counted out', async () => (await openStreams()) === 0)
  })

  it('ends within seconds after its session has ended', async () => {
    const tenant = await posthorn.createTenant()
    const { session, token } = await signInAs(posthorn, tenant, 'read')
    const reader = await watch(tenant, { cookie: `posthorn=${token}`, 'sec-fetch-site': 'same-origin' })
    await reader.begun()
    await posthorn.api.delete(`/v1/sessions/${session.id}`)
    expect(await reader.ended(REVOKED_MS_MAX)).toBe(true)
  })

  it('ends within seconds after its portal link was revoked', async () => {
    const tenant = await posthorn.createTenant()
    const link = await createLink(posthorn.api, tenant)
    const { session } = await enterPortal(posthorn, link)
    const reader = await watchAs(tenant, session.token)
    await reader.begun()
    await posthorn.api.delete(`${tenant.path}/portal-links/${link.id}`)
    expect(await reader.ended(REVOKED_MS_MAX)).toBe(true)
  })

  it('is one of a bounded number, and clients that do not read keep nothing from others', async () => {
    const tenant = await posthorn.createTenant()
    const { hostname, port } = new URL(liveUrl(tenant))
    const head = `GET ${tenant.path}/live HTTP/1.1\r\nhost: a\r\nauthorization: Bearer ${ADMIN_KEY}\r\n\r\n`
    const sockets = Array.from({ length: OF_TENANT_MAX }, () => {
      const socket = connect(Number(port), hostname)
      socket.on('error', () => {})
      socket.pause()
      socket.write(head)
      return socket
    })
    await waitUntil('all streams to be open', async () => (await openStreams()) === OF_TENANT_MAX)
    expect((await posthorn.api.get(`${tenant.path}/live`)).status).toBe(429)
    expect((await posthorn.api.post(`${tenant.path}/events`, EVENT)).status).toBe(202)
    const other = await posthorn.createTenant()
    const reader = await watchAs(other, ADMIN_KEY)
    await reader.begun()
    const { body } = await posthorn.api.post<PublishedEvent>(`${other.path}/events`, EVENT)
    await reader.hinted('event', body.id)
    reader.close()
    for (const socket of sockets) socket.destroy()
    await waitUntil('all streams to be closed', async () => (await openStreams()) === 0)
  })

  it('costs nothing while no one watches: no statement and no message', async () => {
    const receiver = await startReceiver()
    const [watched, tenant] = [await posthorn.createTenant(), await posthorn.createTenant()]
    await tenant.endpoint({ url: receiver.url })
    const messages = await receiveLiveMessages(posthorn)
    await posthorn.api.post(`${tenant.path}/events`, EVENT)
    await tenant.settled(1)
    expect(messages.of(tenant)).toBe(0)
    // Of another tenant, which is watched.
    const reader = await watchAs(watched, ADMIN_KEY)
    await reader.begun()
    const { body } = await posthorn.api.post<PublishedEvent>(`${watched.path}/events`, EVENT)
    await reader.hinted('event', body.id)
    expect(messages.of(watched)).toBeGreaterThan(0)
    expect(messages.of(tenant)).toBe(0)
    reader.close()
    await messages.close()
    await receiver.close()
  })

  it('ends in order when the process stops, and says when to come back', async () => {
    const tenant = await posthorn.createTenant()
    const reader = await watchAs(tenant, ADMIN_KEY)
    await reader.begun()
    const api = posthorn.service('api')
    api.signal('SIGTERM')
    await reader.ended()
    expect(reader.text()).toMatch(/retry: \d{4}\n\n$/)
    await api.exited
    await posthorn.start('api')
    const again = await watch(tenant, {
      authorization: `Bearer ${ADMIN_KEY}`,
      'last-event-id': reader.events.at(-1)?.id ?? '',
    })
    // The other process does not know what was missed.
    expect(await again.begun()).toMatchObject({ name: 'resync' })
    again.close()
  })
})
