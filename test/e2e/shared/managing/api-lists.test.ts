import type { Delivery, EventSummary, Page } from '@posthorn/contracts'
import { describe, expect, it } from 'vitest'
import { problem } from '../../../harness/expected.ts'
import { followList } from '../../../harness/follow-list.ts'
import { publishNew } from '../../../harness/load.ts'
import type { Tenant } from '../../../harness/posthorn.ts'
import { startReceiver } from '../../../harness/receiver.ts'
import { sharedPosthorn } from '../../../harness/shared/shared-posthorn.ts'
import { sendWebhook, stripeWebhook } from '../../../harness/webhooks.ts'

const SECRET = 'whsec_of_stripe'

interface Named {
  id: string
}

describe('lists', () => {
  const posthorn = sharedPosthorn()

  const publish = (tenant: Tenant, type: string, id?: string) =>
    publishNew(posthorn.api, tenant, { type, id })

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
      const pages = await followList(posthorn.api, `${tenant.path}/${name}`, 3, () => add(tenant, added++))

      expect(pages).toEqual([ids.slice(0, 3), ids.slice(3, 6), ids.slice(6)])
      expect(added).toBe(102)
    })

    it('events that were published concurrently', async () => {
      const tenant = await posthorn.createTenant()
      const published = await Promise.all(Array.from({ length: 30 }, () => publish(tenant, 'a')))

      const pages = await followList(posthorn.api, `${tenant.path}/events`, 7, () =>
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

      const all = await followList(posthorn.api, `${tenant.path}/deliveries`, 2, () => publish(tenant, 'b'))
      const ofOne = await followList(
        posthorn.api,
        `${tenant.path}/events/${events[1]?.id}/deliveries`,
        2,
        () => publish(tenant, 'b'),
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
      const before = await followList(posthorn.api, `${tenant.path}/sources/${id}/requests`, 250, send)
      const pages = await followList(posthorn.api, `${tenant.path}/sources/${id}/requests`, 2, send)
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
      const pages = await followList(posthorn.api, path, 2, () => Promise.resolve())
      expect(pages.flat()).toEqual(body.data.map(({ id }) => id))
      expect(pages.map((page) => page.length)).toEqual([2, 2, 1])
      await receiver.close()
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
    const refusal = problem(
      400,
      'invalid_cursor',
      'The cursor does not belong to this list. Use its nextCursor.',
      [{ path: 'cursor', message: 'expected the nextCursor of this list' }],
    )
    for (const list of ['keys', 'endpoints', 'sources', 'deliveries']) {
      expect(await posthorn.api.get(`${tenant.path}/${list}?cursor=${body.nextCursor}`)).toEqual(refusal)
    }
    expect(await posthorn.api.get(`/v1/tenants?cursor=${body.nextCursor}`)).toEqual(refusal)
  })
})
