import type { Delivery, EventSummary, Page, PublishedEvent, Tenant as TenantBody } from '@posthorn/contracts'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Reply } from '../harness/api-client.ts'
import { problem, reply } from '../harness/expected.ts'
import { type Posthorn, startPosthorn, type Tenant } from '../harness/posthorn.ts'
import { startReceiver } from '../harness/receiver.ts'
import { sendWebhook, stripeWebhook } from '../harness/webhooks.ts'

const SECRET = 'whsec_of_stripe'
const INGESTED = 'stripe.charge.succeeded'

interface Named {
  id: string
}

describe('lists', () => {
  let posthorn: Posthorn
  beforeAll(async () => {
    posthorn = await startPosthorn()
  })
  afterAll(() => posthorn.stop())

  const publish = async ({ path }: Tenant, type: string, id?: string): Promise<PublishedEvent> => {
    const { status, body, text } = await posthorn.api.post<PublishedEvent>(`${path}/events`, {
      type,
      data: {},
      id,
    })
    if (status !== 202) throw new Error(text)
    return body
  }

  /** Follows a list to its end, page by page; `between` runs after each page except the last. */
  async function follow(path: string, limit: number, between: () => Promise<unknown>): Promise<string[][]> {
    const pages: string[][] = []
    let cursor: string | null = ''
    while (cursor !== null) {
      const query: string = `${path.includes('?') ? '&' : '?'}limit=${limit}${cursor === '' ? '' : `&cursor=${cursor}`}`
      const { status, body, text }: Reply<Page<Named>> = await posthorn.api.get(path + query)
      if (status !== 200) throw new Error(text)
      pages.push(body.data.map(({ id }) => id))
      cursor = body.nextCursor
      if (cursor !== null) await between()
    }
    return pages
  }

  describe('show the newest first and each exactly once while more are added:', () => {
    /** Each list, and how to add an item to it. */
    const LISTS: [name: string, add: (tenant: Tenant, number: number) => Promise<Named>][] = [
      ['keys', async ({ path }) => (await posthorn.api.post<Named>(`${path}/keys`, { role: 'read' })).body],
      ['endpoints', (tenant) => tenant.endpoint({ url: 'http://127.0.0.1:9/', enabled: false })],
      [
        'sources',
        (tenant, number) => tenant.source({ name: `s-${number}`, provider: 'stripe', secrets: [SECRET] }),
      ],
      ['events', (tenant) => publish(tenant, 'a')],
    ]

    it.each(LISTS)('%s', async (name, add) => {
      const tenant = await posthorn.createTenant()
      const ids: string[] = []
      for (let number = 0; number < 7; number++) ids.unshift((await add(tenant, number)).id)

      let added = 100
      const pages = await follow(`${tenant.path}/${name}`, 3, () => add(tenant, added++))

      expect(pages).toEqual([ids.slice(0, 3), ids.slice(3, 6), ids.slice(6)])
      expect(added).toBe(102)
    })

    it('events that were published concurrently', async () => {
      const tenant = await posthorn.createTenant()
      const published = await Promise.all(Array.from({ length: 30 }, () => publish(tenant, 'a')))

      const pages = await follow(`${tenant.path}/events`, 7, () =>
        Promise.all([publish(tenant, 'a'), publish(tenant, 'a')]),
      )

      const ids = published
        .map(({ id }) => id)
        .toSorted()
        .toReversed()
      expect(pages.flat()).toEqual(ids)
    })

    it('deliveries', async () => {
      const tenant = await posthorn.createTenant()
      const receiver = await startReceiver()
      for (let number = 0; number < 3; number++) await tenant.endpoint({ url: receiver.url })
      const events = [await publish(tenant, 'a'), await publish(tenant, 'a'), await publish(tenant, 'a')]
      const { body } = await posthorn.api.get<Page<Delivery>>(`${tenant.path}/deliveries`)

      const all = await follow(`${tenant.path}/deliveries`, 2, () => publish(tenant, 'b'))
      const ofOne = await follow(`${tenant.path}/events/${events[1]?.id}/deliveries`, 2, () =>
        publish(tenant, 'b'),
      )

      expect(body.data.map(({ eventId }) => eventId)).toEqual(
        events.toReversed().flatMap(({ id }) => [id, id, id]),
      )
      expect(all.flat()).toEqual(body.data.map(({ id }) => id))
      expect(ofOne.map((page) => page.length)).toEqual([2, 1])
      expect(ofOne.flat()).toEqual(body.data.slice(3, 6).map(({ id }) => id))
      await tenant.settled(9)
      await receiver.close()
    })

    it('requests of a source', async () => {
      const tenant = await posthorn.createTenant()
      const { id, ingestUrl } = await tenant.source({ name: 's', provider: 'stripe', secrets: [SECRET] })
      const send = () => sendWebhook(ingestUrl, stripeWebhook(SECRET, '{"id":"evt_1","type":"a"}'))
      for (let number = 0; number < 5; number++) await send()
      const before = await follow(`${tenant.path}/sources/${id}/requests`, 250, send)
      const pages = await follow(`${tenant.path}/sources/${id}/requests`, 2, send)
      expect(pages.map((page) => page.length)).toEqual([2, 2, 1])
      expect(pages.flat()).toEqual(before.flat())
    })

    it('attempts of a delivery', async () => {
      const tenant = await posthorn.createTenant()
      const receiver = await startReceiver(() => ({ status: 500 }))
      await tenant.endpoint({ url: receiver.url, retrySchedule: [0, 0, 0, 0] })
      await publish(tenant, 'a')
      const [delivery] = await tenant.settled(1)
      const path = `${tenant.path}/deliveries/${delivery?.id}/attempts`
      const { body } = await posthorn.api.get<Page<{ id: string; number: number }>>(path)

      expect(body.data.map(({ number }) => number)).toEqual([5, 4, 3, 2, 1])
      const pages = await follow(path, 2, () => Promise.resolve())
      expect(pages.flat()).toEqual(body.data.map(({ id }) => id))
      expect(pages.map((page) => page.length)).toEqual([2, 2, 1])
      await receiver.close()
    })

    it('tenants', async () => {
      const add = (number: number) => posthorn.api.put<TenantBody>(`/v1/tenants/listed-${number}`, {})
      await Promise.all(Array.from({ length: 12 }, (_none, number) => add(number)))
      const { body } = await posthorn.api.get<Page<TenantBody>>('/v1/tenants?limit=250')

      let added = 100
      const pages = await follow('/v1/tenants', 5, () => add(added++))

      expect(pages.flat()).toEqual(body.data.map(({ id }) => id))
      const times = body.data.map(({ createdAt }) => createdAt)
      expect(times).toEqual(times.toSorted().toReversed())
      expect(new Set(pages.flat()).size).toBe(body.data.length)
    })
  })

  it('have 50 items per page by default', async () => {
    const tenant = await posthorn.createTenant()
    for (let count = 0; count < 51; count++) await publish(tenant, 'a')
    const size = async (query: string) => {
      const { body } = await posthorn.api.get<Page<EventSummary>>(`${tenant.path}/events${query}`)
      return [body.data.length, body.nextCursor !== null]
    }
    expect(await size('')).toEqual([50, true])
    expect(await size('?limit=1')).toEqual([1, true])
    expect(await size('?limit=51')).toEqual([51, false])
    expect(await size('?limit=250')).toEqual([51, false])
  })

  it('refuse the cursor of another list', async () => {
    const tenant = await posthorn.createTenant()
    await Promise.all([publish(tenant, 'a'), publish(tenant, 'a')])
    const { body } = await posthorn.api.get<Page<EventSummary>>(`${tenant.path}/events?limit=1`)
    const refusal = problem(400, 'invalid_cursor', 'The cursor is not one that this list gave out.', [
      { path: 'cursor', message: 'expected the nextCursor of this list' },
    ])
    for (const list of ['keys', 'endpoints', 'sources', 'deliveries']) {
      expect(await posthorn.api.get(`${tenant.path}/${list}?cursor=${body.nextCursor}`)).toEqual(refusal)
    }
    expect(await posthorn.api.get(`/v1/tenants?cursor=${body.nextCursor}`)).toEqual(refusal)
  })

  describe('of events are filtered', () => {
    let tenant: Tenant
    const ids: Record<string, string> = {}
    let sourceId: string
    const times: string[] = []
    beforeAll(async () => {
      tenant = await posthorn.createTenant()
      const source = await tenant.source({ name: 'stripe', provider: 'stripe', secrets: [SECRET] })
      sourceId = source.id
      ids['first'] = (await publish(tenant, 'order.completed', 'order-1')).id
      ids['second'] = (await publish(tenant, 'order.cancelled', 'order-2')).id
      const webhook = stripeWebhook(SECRET, '{"id":"evt_1","type":"charge.succeeded"}')
      ids['third'] = (await sendWebhook(source.ingestUrl, webhook)).body.eventId
      ids['fourth'] = (await publish(tenant, 'order.completed')).id
      const { body } = await posthorn.api.get<Page<EventSummary>>(`${tenant.path}/events`)
      times.push(...body.data.map(({ createdAt }) => createdAt).toReversed())
    })

    const TIMES = ['FIRST', 'SECOND', 'THIRD', 'FOURTH']
    const filled = (query: string) =>
      query.replaceAll(/[A-Z]{5,}/g, (word) =>
        encodeURIComponent((word === 'SOURCE' ? sourceId : times[TIMES.indexOf(word)]) ?? ''),
      )

    it.each([
      ['', ['fourth', 'third', 'second', 'first']],
      ['type=order.completed', ['fourth', 'first']],
      ['type=order', []],
      [`type=${INGESTED}`, ['third']],
      ['sourceId=SOURCE', ['third']],
      ['sourceId=src_01h455vb4pex5vsknk084sn02q', []],
      ['externalId=order-2', ['second']],
      ['externalId=order', []],
      ['from=SECOND', ['fourth', 'third', 'second']],
      ['to=SECOND', ['first']],
      ['from=SECOND&to=FOURTH', ['third', 'second']],
      ['from=FOURTH', ['fourth']],
      ['to=FIRST', []],
      ['from=SECOND&type=order.completed', ['fourth']],
      ['type=order.completed&sourceId=SOURCE', []],
      ['from=2999-01-01T00:00:00Z', []],
      ['to=1970-01-01T00:00:00Z', []],
    ])('by "%s" to %j', async (query, expected) => {
      const { status, body } = await posthorn.api.get<Page<EventSummary>>(
        `${tenant.path}/events?${filled(query)}`,
      )
      expect([status, body.data.map(({ id }) => id)]).toEqual([200, expected.map((name) => ids[name])])
    })

    it('page by page', async () => {
      const pages = await follow(`${tenant.path}/events?type=order.completed`, 1, () => publish(tenant, 'b'))
      expect(pages).toEqual([[ids['fourth']], [ids['first']]])
      const ranged = await follow(`${tenant.path}/events?${filled('from=SECOND&to=FOURTH')}`, 1, () =>
        publish(tenant, 'b'),
      )
      expect(ranged).toEqual([[ids['third']], [ids['second']]])
    })

    it('and show each without its data', async () => {
      const { body } = await posthorn.api.get<Page<EventSummary>>(
        `${tenant.path}/events?${filled('to=SECOND')}`,
      )
      expect(body).toEqual({
        data: [
          {
            id: ids['first'],
            type: 'order.completed',
            timestamp: times[0],
            externalId: 'order-1',
            sourceId: null,
            createdAt: times[0],
          },
        ],
        nextCursor: null,
      })
    })
  })

  describe('of deliveries are filtered', () => {
    let tenant: Tenant
    const endpoints: Record<string, string> = {}
    let deliveries: Delivery[]
    beforeAll(async () => {
      const receiver = await startReceiver(({ path }) => ({ status: path === '/bad' ? 400 : 200 }))
      tenant = await posthorn.createTenant()
      endpoints['GOOD'] = (await tenant.endpoint({ url: `${receiver.url}/good` })).id
      endpoints['BAD'] = (await tenant.endpoint({ url: `${receiver.url}/bad`, eventTypes: ['order.*'] })).id
      await publish(tenant, 'order.completed')
      await publish(tenant, 'user.created')
      deliveries = await tenant.settled(3)
      await receiver.close()
    })

    /** Name of a delivery in these tests. */
    const nameOf = ({ eventType, endpointId }: Delivery) =>
      `${eventType} to ${endpointId === endpoints['GOOD'] ? 'GOOD' : 'BAD'}`
    const timeOf = (eventType: string) =>
      encodeURIComponent(deliveries.find((one) => one.eventType === eventType)?.createdAt ?? '')

    it.each([
      ['', ['user.created to GOOD', 'order.completed to BAD', 'order.completed to GOOD']],
      ['status=succeeded', ['user.created to GOOD', 'order.completed to GOOD']],
      ['status=failed', ['order.completed to BAD']],
      ['status=pending', []],
      ['status=cancelled', []],
      ['endpointId=GOOD', ['user.created to GOOD', 'order.completed to GOOD']],
      ['endpointId=BAD', ['order.completed to BAD']],
      ['eventType=user.created', ['user.created to GOOD']],
      ['eventType=user', []],
      ['from=USER', ['user.created to GOOD']],
      ['to=USER', ['order.completed to BAD', 'order.completed to GOOD']],
      ['from=USER&to=USER', []],
      ['endpointId=GOOD&status=failed', []],
      ['to=USER&endpointId=GOOD', ['order.completed to GOOD']],
    ])('by "%s" to %j', async (query, expected) => {
      const filled = query
        .replaceAll(/GOOD|BAD/g, (word) => endpoints[word] ?? '')
        .replaceAll('USER', timeOf('user.created'))
      const { status, body } = await posthorn.api.get<Page<Delivery>>(`${tenant.path}/deliveries?${filled}`)
      expect(status).toBe(200)
      expect(body.data.map(nameOf).toSorted()).toEqual(expected.toSorted())
    })

    it('and show each as when it is read alone', async () => {
      for (const delivery of deliveries) {
        expect(await posthorn.api.get(`${tenant.path}/deliveries/${delivery.id}`)).toEqual(
          reply(200, delivery),
        )
      }
    })
  })
})
