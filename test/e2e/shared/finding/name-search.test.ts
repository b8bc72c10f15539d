import { randomBytes } from 'node:crypto'
import type { Attempt, Page, PublishedEvent, SearchResult } from '@posthorn/contracts'
import { beforeEach, describe, expect, it } from 'vitest'
import { problem, reply } from '../../../harness/expected.ts'
import type { Tenant } from '../../../harness/posthorn.ts'
import { startReceiver } from '../../../harness/receiver.ts'
import { sharedPosthorn } from '../../../harness/shared/shared-posthorn.ts'
import { createOwned, keyOf } from '../../../harness/tenant-routes.ts'

describe('searching', () => {
  const posthorn = sharedPosthorn()
  let tenant: Tenant
  beforeEach(async () => {
    tenant = await posthorn.createTenant()
  })

  const search = (q: string, { path } = tenant, api = posthorn.api) =>
    api.get<SearchResult>(`${path}/search?q=${encodeURIComponent(q)}`)
  const publish = async (fields: object = {}, headers: Record<string, string> = {}): Promise<string> =>
    (
      await posthorn.api.post<PublishedEvent>(
        `${tenant.path}/events`,
        { type: 'order.paid', data: {}, ...fields },
        headers,
      )
    ).body.id
  const eventOf = (id: string) => ({ type: 'event', id, path: `${tenant.path}/events/${id}` })

  it.each(['event', 'delivery', 'endpoint', 'source', 'job', 'key'] as const)(
    'finds a tenant’s own %s by its id, and not that of another',
    async (type) => {
      const owned = await createOwned(posthorn)
      const id = owned.ids[type]
      const found = await search(id, owned.tenant)
      expect(found).toEqual(reply(200, { data: [{ type, id, path: expect.any(String) }] }))
      const shown = await posthorn.api.get(found.body.data[0]?.path ?? '')
      expect(shown.status).toBe(200)
      expect(shown.text).toContain(id)
      expect(await search(id)).toEqual(reply(200, { data: [] }))
    },
  )

  it('finds a request by its id', async () => {
    const { id: source } = await tenant.source({ name: 'one', provider: 'stripe', secrets: ['whsec_1'] })
    const [request] = await posthorn.database.query<{ id: string }>(
      `INSERT INTO requests (id, source_id, outcome, body_bytes, received_at)
       VALUES ('req_' || substr($1, 5), $1, 'rejected', 0, now()) RETURNING id`,
      [source],
    )
    const id = request?.id ?? ''
    expect((await search(id)).body.data).toEqual([
      { type: 'request', id, path: `${tenant.path}/requests/${id}` },
    ])
    expect((await search(id, await posthorn.createTenant())).body.data).toEqual([])
  })

  it('finds an attempt by its id, with the attempts of its delivery', async () => {
    const receiver = await startReceiver(() => ({ status: 200 }))
    await tenant.endpoint({ url: receiver.url })
    await publish()
    const [delivery] = await tenant.settled(1)
    const path = `${tenant.path}/deliveries/${delivery?.id}/attempts`
    const [attempt] = (await posthorn.api.get<Page<Attempt>>(path)).body.data
    const id = attempt?.id ?? ''
    expect((await search(id)).body.data).toEqual([{ type: 'attempt', id, path }])
    expect((await search(id, await posthorn.createTenant())).body.data).toEqual([])
    await receiver.close()
  })

  it('finds an event by its external id, whatever that looks like', async () => {
    const id = await publish({ id: 'order 1001/ü?' })
    expect(await search('order 1001/ü?')).toEqual(reply(200, { data: [eventOf(id)] }))
    const named = await publish({ id })
    expect((await search(id)).body.data).toEqual([eventOf(id), eventOf(named)])
    expect((await search('order 1001/ü?', await posthorn.createTenant())).body.data).toEqual([])
  })

  it('finds the events of a trace, of the publisher or of Posthorn', async () => {
    const receiver = await startReceiver(() => ({ status: 200 }))
    await tenant.endpoint({ url: receiver.url })
    const traceId = randomBytes(16).toString('hex')
    const traceparent = `00-${traceId}-00f067aa0ba902b7-01`
    const ids = [await publish({}, { traceparent }), await publish({}, { traceparent })]
    const found = (await search(traceId)).body.data
    expect(found.map(({ id }) => id).toSorted()).toEqual(ids.toSorted())
    expect((await search(traceId, await posthorn.createTenant())).body.data).toEqual([])

    const other = await publish()
    const request = await receiver.waitFor(3)
    const received = request.find(({ headers }) => headers['webhook-id'] === other)
    const made = String(received?.headers['traceparent']).split('-')[1] ?? ''
    expect((await search(made)).body.data).toEqual([eventOf(other)])
    await receiver.close()
  })

  it('finds what a request with an Idempotency-Key created', async () => {
    const headers = { 'idempotency-key': `key-${randomBytes(6).toString('hex')}` }
    const id = await publish({}, headers)
    expect((await search(headers['idempotency-key'])).body.data).toEqual([eventOf(id)])
    const events = [1, 2].map((n) => ({ type: 'order.paid', data: { n } }))
    const batch = await posthorn.api.post<{ data: { event: { id: string } }[] }>(
      `${tenant.path}/events/batch`,
      { events },
      headers,
    )
    const all = [id, ...batch.body.data.map(({ event }) => event.id)]
    const found = (await search(headers['idempotency-key'])).body.data
    expect(found.map((one) => one.id).toSorted()).toEqual(all.toSorted())
    expect((await search(headers['idempotency-key'], await posthorn.createTenant())).body.data).toEqual([])
  })

  it('shows sources and keys only to those who may read them, and no deleted object', async () => {
    const owned = await createOwned(posthorn)
    const reader = posthorn.api.as((await keyOf(posthorn, owned.tenant, 'read')).key)
    expect((await search(owned.ids.source, owned.tenant, reader)).body.data).toEqual([])
    expect((await search(owned.ids.key, owned.tenant, reader)).body.data).toEqual([])
    expect((await search(owned.ids.event, owned.tenant, reader)).body.data).toHaveLength(1)
    await posthorn.api.delete(`${owned.tenant.path}/endpoints/${owned.ids.endpoint}`)
    expect((await search(owned.ids.endpoint, owned.tenant)).body.data).toEqual([])
  })

  it('refuses an empty or too long text', async () => {
    expect(await search('')).toEqual(problem(400, 'invalid_request', expect.any(String), expect.any(Array)))
    expect((await search('x'.repeat(257))).status).toBe(400)
    expect((await search('evt_')).body.data).toEqual([])
  })
})
