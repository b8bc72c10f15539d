import type { InboundRequest, Page, PublishedEvent, StartedJob } from '@posthorn/contracts'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { problem } from '../../../harness/expected.ts'
import { STRIPE, STRIPE_SECRET } from '../../../harness/inbound/senders.ts'
import { type LiveReader, readLive } from '../../../harness/live/live-stream.ts'
import { ADMIN_KEY, type Tenant } from '../../../harness/posthorn.ts'
import { type Receiver, startReceiver } from '../../../harness/receiver.ts'
import { BACKENDS } from '../../../harness/redis/redis.ts'
import { sharedPosthorn } from '../../../harness/shared/shared-posthorn.ts'
import { keyOf } from '../../../harness/tenant-routes.ts'
import { waitUntil } from '../../../harness/wait-until.ts'
import { sendWebhook } from '../../../harness/webhooks.ts'

/** A comment is due every 15 seconds. Clients give a stream up after 35 seconds without one. */
const COMMENT_MS = { min: 14_000, max: 25_000 }
const LONG_AGO = '2020-01-01T00:00:00.000Z'

describe.each(BACKENDS)('live updates on %s', (backend) => {
  const posthorn = sharedPosthorn(backend)
  const readers: LiveReader[] = []
  let receiver: Receiver
  let tenant: Tenant
  /** Of a tenant in which nothing happens: what has arrived, and after how many milliseconds. Other tests run meanwhile. */
  let comment: Promise<{ text: string; afterMs: number }>
  beforeAll(async () => {
    receiver = await startReceiver()
    const { path } = await posthorn.createTenant()
    const openedAt = Date.now()
    const reader = await readLive(`${posthorn.service('api').url}${path}/live`, {
      authorization: `Bearer ${ADMIN_KEY}`,
    })
    comment = waitUntil('a comment', () => reader.text().includes('\n: '), COMMENT_MS.max)
      .then(() => ({ text: reader.text(), afterMs: Date.now() - openedAt }))
      .finally(() => reader.close())
    comment.catch(() => undefined)
  })
  afterAll(() => receiver.close())
  beforeEach(async () => {
    tenant = await posthorn.createTenant()
  })
  afterEach(() => readers.splice(0).forEach((reader) => reader.close()))

  const watch = async (
    key: string = ADMIN_KEY,
    headers: Record<string, string> = {},
  ): Promise<LiveReader> => {
    const { url } = posthorn.service('api')
    const reader = await readLive(`${url}${tenant.path}/live`, { authorization: `Bearer ${key}`, ...headers })
    readers.push(reader)
    return reader
  }
  const publish = async (type = 'order.paid') =>
    (await posthorn.api.post<PublishedEvent>(`${tenant.path}/events`, { type, data: {} })).body.id
  const deliveriesOf = async (eventId: string) =>
    (await posthorn.api.get<Page<{ id: string }>>(`${tenant.path}/events/${eventId}/deliveries`)).body.data

  it('begin at once, and forbid proxies to store or to buffer them', async () => {
    const reader = await watch()
    expect(reader.status).toBe(200)
    expect(reader.headers).toMatchObject({
      'content-type': expect.stringMatching(/^text\/event-stream/),
      'cache-control': 'no-store, no-transform',
      'x-accel-buffering': 'no',
    })
    expect(await reader.begun()).toMatchObject({ name: 'ready' })
  })

  it('name a published event, its delivery, and the result of its attempt', async () => {
    await tenant.endpoint({ url: receiver.url })
    const reader = await watch()
    await reader.begun()
    const eventId = await publish()
    const [delivery] = await deliveriesOf(eventId)
    await reader.hinted('event', eventId)
    expect(await reader.hinted('delivery', delivery?.id ?? '', 'succeeded')).toBe(true)
  })

  it('name the requests to a source, accepted and rejected', async () => {
    const source = await tenant.source(STRIPE.source)
    const reader = await watch()
    await reader.begun()
    for (const secret of [STRIPE_SECRET, 'whsec_another']) {
      await sendWebhook(source.ingestUrl, await STRIPE.webhook(secret))
    }
    const { body } = await posthorn.api.get<Page<InboundRequest>>(
      `${tenant.path}/sources/${source.id}/requests`,
    )
    expect(body.data).toHaveLength(2)
    for (const { id } of body.data) await reader.hinted('request', id)
  })

  it('name an endpoint that was changed', async () => {
    const endpoint = await tenant.endpoint({ url: receiver.url })
    const reader = await watch()
    await reader.begun()
    const path = `${tenant.path}/endpoints/${endpoint.id}`
    await posthorn.api.post(`${path}/disable`, undefined)
    expect(await reader.hinted('endpoint', endpoint.id)).toBe(true)
  })

  it('name a job when it starts and when it has finished', async () => {
    const reader = await watch()
    await reader.begun()
    const search = { filter: {}, from: LONG_AGO }
    const { body } = await posthorn.api.post<StartedJob>(`${tenant.path}/events/search`, search)
    expect(await reader.hinted('job', body.id, 'succeeded')).toBe(true)
  })

  it('name nothing of another tenant', async () => {
    const reader = await watch()
    await reader.begun()
    const other = await posthorn.createTenant()
    const event = { type: 'order.paid', data: {} }
    const { body: foreign } = await posthorn.api.post<PublishedEvent>(`${other.path}/events`, event)
    await reader.hinted('event', await publish())
    expect(reader.text()).not.toContain(foreign.id)
  })

  it('of a burst are a few events, which say that there are many', async () => {
    const reader = await watch()
    await reader.begun()
    const events = Array.from({ length: 1_000 }, () => ({ type: 'order.paid', data: {} }))
    await posthorn.api.post(`${tenant.path}/events/batch`, { events })
    const last = await publish('order.last')
    await reader.hinted('event', last)
    expect(reader.events.length).toBeLessThan(10)
    expect(reader.events.some(({ data }) => data?.many.includes('event'))).toBe(true)
  })

  it('are resumed after the last event that a client has', async () => {
    const first = await watch()
    await first.begun()
    const seen = await publish()
    await first.hinted('event', seen)
    const lastEventId = first.events.at(-1)?.id ?? ''
    first.close()
    const missed = await publish()
    // In the process that the first stream was in.
    const second = await watch(ADMIN_KEY, { 'last-event-id': lastEventId })
    expect(await second.begun()).toEqual({ id: lastEventId, name: 'ready', data: undefined })
    await second.hinted('event', missed)
    expect(second.text()).not.toContain(seen)
  })

  it('ask for a resync when they cannot be resumed', async () => {
    const reader = await watch(ADMIN_KEY, { 'last-event-id': 'of-another-process' })
    expect(await reader.begun()).toMatchObject({ name: 'resync' })
  })

  it('are for keys with the role read or manage, of the tenant', async () => {
    for (const role of ['read', 'manage'] as const) {
      const reader = await watch((await keyOf(posthorn, tenant, role)).key)
      expect(reader.status).toBe(200)
    }
    const refusal = (key: string) => posthorn.api.as(key).get(`${tenant.path}/live`)
    expect(await refusal((await keyOf(posthorn, tenant, 'publish')).key)).toEqual(
      problem(403, 'forbidden', 'A key with the role "publish" may not do this.'),
    )
    const stranger = await keyOf(posthorn, await posthorn.createTenant(), 'manage')
    expect(await refusal(stranger.key)).toEqual(
      problem(404, 'not_found', `There is no tenant "${tenant.id}".`),
    )
  })

  it('have a comment every 15 seconds while nothing happens', async () => {
    const { text, afterMs } = await comment
    expect(text).toMatch(/^id: \S+\nevent: ready\ndata: \{\}\n\n: still here\n\n$/)
    expect(afterMs).toBeGreaterThan(COMMENT_MS.min)
  })
})
