import type { Delivery, EventSummary, Page } from '@posthorn/contracts'
import { beforeAll, describe, expect, it } from 'vitest'
import { reply } from '../../../harness/expected.ts'
import { followList } from '../../../harness/follow-list.ts'
import { publishNew } from '../../../harness/load.ts'
import type { Tenant } from '../../../harness/posthorn.ts'
import { startReceiver } from '../../../harness/receiver.ts'
import { sharedPosthorn } from '../../../harness/shared/shared-posthorn.ts'
import { sendWebhook, stripeWebhook } from '../../../harness/webhooks.ts'

const SECRET = 'whsec_of_stripe'
const INGESTED = 'stripe.charge.succeeded'

describe('lists', () => {
  const posthorn = sharedPosthorn()

  const publish = (tenant: Tenant, type: string, id?: string) =>
    publishNew(posthorn.api, tenant, { type, id })

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
      ['type=order.*', ['fourth', 'second', 'first']],
      ['type=order.completed.*', []],
      ['type=stripe.charge.*&sourceId=SOURCE', ['third']],
      ['type=order.*&sourceId=SOURCE', []],
      ['type=order.*&externalId=order-2', ['second']],
      ['type=stripe.*&externalId=order-2', []],
      ['type=order.*&from=SECOND&to=FOURTH', ['second']],
      ['type=posthorn.*', []],
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
      const pages = await followList(posthorn.api, `${tenant.path}/events?type=order.completed`, 1, () =>
        publish(tenant, 'b'),
      )
      expect(pages).toEqual([[ids['fourth']], [ids['first']]])
      const below = await followList(posthorn.api, `${tenant.path}/events?type=order.*`, 1, () =>
        publish(tenant, 'b'),
      )
      expect(below).toEqual([[ids['fourth']], [ids['second']], [ids['first']]])
      const ranged = await followList(
        posthorn.api,
        `${tenant.path}/events?${filled('from=SECOND&to=FOURTH')}`,
        1,
        () => publish(tenant, 'b'),
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
            expired: false,
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
