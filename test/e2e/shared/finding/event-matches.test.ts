import type { EventMatch, Page, PublishedEvent } from '@posthorn/contracts'
import { beforeEach, describe, expect, it } from 'vitest'
import { makeEndpoints } from '../../../harness/database/many-endpoints.ts'
import { idOf, problem, reply } from '../../../harness/expected.ts'
import type { Tenant } from '../../../harness/posthorn.ts'
import { sharedPosthorn } from '../../../harness/shared/shared-posthorn.ts'

const URL = 'https://example.com/webhooks'
const MIB = 1024 * 1024

describe('the matches of an event', () => {
  const posthorn = sharedPosthorn('idle')
  let tenant: Tenant
  beforeEach(async () => {
    tenant = await posthorn.createTenant()
  })

  const publish = async (data: unknown = { country: 'FR', amount: 1 }): Promise<string> =>
    (await posthorn.api.post<PublishedEvent>(`${tenant.path}/events`, { type: 'order.paid', data })).body.id
  const matchesOf = (id: string, query = '') =>
    posthorn.api.get<Page<EventMatch>>(`${tenant.path}/events/${id}/matches${query}`)

  it('say of every endpoint why it received the event or did not', async () => {
    const endpoint = async (fields: object = {}) => (await tenant.endpoint({ url: URL, ...fields })).id
    const received = await endpoint()
    const disabled = await endpoint({ enabled: false })
    const otherType = await endpoint({ eventTypes: ['user.*'] })
    const filtered = await endpoint({ filter: { country: 'DE', amount: { $gt: 5 } } })
    const deleted = await endpoint({ eventTypes: ['user.*'] })
    const fixed = await endpoint({ filter: { country: 'DE' } })
    const id = await publish()
    const later = await endpoint()
    await posthorn.api.delete(`${tenant.path}/endpoints/${deleted}`)
    await posthorn.api.patch(`${tenant.path}/endpoints/${fixed}`, { filter: { country: 'FR' } })

    const none = { deliveryId: null, changedSince: false }
    expect(await matchesOf(id)).toEqual(
      reply(200, {
        data: [
          { ...none, endpointId: later, result: 'created_later', changedSince: true },
          { ...none, endpointId: fixed, result: 'matches_now', changedSince: true },
          { ...none, endpointId: deleted, result: 'deleted', changedSince: true },
          {
            ...none,
            endpointId: filtered,
            result: 'filter_not_matched',
            failedCondition: { path: 'country', operator: '$eq', expected: 'DE', actual: 'FR' },
          },
          { ...none, endpointId: otherType, result: 'type_not_subscribed' },
          { ...none, endpointId: disabled, result: 'disabled' },
          {
            endpointId: received,
            result: 'delivered',
            deliveryId: idOf('dlv'),
            deliveryStatus: 'pending',
            changedSince: false,
          },
        ],
        nextCursor: null,
      }),
    )
  })

  it('are not evaluated for data of more than 1 MiB where there is a filter', async () => {
    const filtered = (await tenant.endpoint({ url: URL, filter: { country: 'DE' } })).id
    const otherType = (await tenant.endpoint({ url: URL, eventTypes: ['user.*'] })).id
    const id = await publish()
    const enlarge = (bytes: number) =>
      posthorn.database.query(
        `UPDATE events SET body = convert_to('{"data":' || rpad('{"country":"DE"', $2::int - 1) || '}}', 'UTF8'), data_start = 8
         WHERE id = $1`,
        [id, bytes],
      )
    const results = async () =>
      (await matchesOf(id)).body.data.map(({ endpointId, result }) => [endpointId, result])
    await enlarge(MIB + 1)
    expect(await results()).toEqual([
      [otherType, 'type_not_subscribed'],
      [filtered, 'data_too_large'],
    ])
    await enlarge(MIB)
    expect(await results()).toContainEqual([filtered, 'matches_now'])
  })

  it('name the latest delivery, also that of a replay', async () => {
    const { id: endpointId } = await tenant.endpoint({ url: URL, eventTypes: ['user.*'] })
    const id = await publish()
    expect((await matchesOf(id)).body.data[0]?.result).toBe('type_not_subscribed')
    const replay = { endpointIds: [endpointId] }
    const { body } = await posthorn.api.post<{ data: { id: string }[] }>(
      `${tenant.path}/events/${id}/replay`,
      replay,
    )
    expect((await matchesOf(id)).body.data[0]).toMatchObject({
      result: 'delivered',
      deliveryId: body.data[0]?.id,
    })
  })

  it('are listed page by page', async () => {
    const ids: string[] = []
    for (let number = 0; number < 3; number++) ids.unshift((await tenant.endpoint({ url: URL })).id)
    const id = await publish()
    const first = await matchesOf(id, '?limit=2')
    expect(first.body.data.map(({ endpointId }) => endpointId)).toEqual(ids.slice(0, 2))
    const second = await matchesOf(id, `?limit=2&cursor=${first.body.nextCursor}`)
    expect(second.body.data.map(({ endpointId }) => endpointId)).toEqual(ids.slice(2))
    expect(second.body.nextCursor).toBeNull()
    expect((await matchesOf(id, '?cursor=abc')).body).toMatchObject({ code: 'invalid_cursor' })
  })

  it('of many endpoints with large filters arrive page by page, and other requests in between', async () => {
    const conditions = Array.from({ length: 90 }, (_, n) => [`list.part${n}`, { $contains: 'absent' }])
    const filter = JSON.stringify(Object.fromEntries(conditions))
    await makeEndpoints(posthorn, tenant, { count: 300, filterOf: () => filter })
    const parts = Array.from({ length: 90 }, (_, n) => [`part${n}`, Array.from({ length: 100 }, () => 'x')])
    const id = await publish({ list: Object.fromEntries(parts) })
    const seen = new Set<string>()
    let cursor: string | null | undefined
    while (cursor !== null) {
      const page = matchesOf(id, `?limit=250${cursor === undefined ? '' : `&cursor=${cursor}`}`)
      expect((await posthorn.api.get(tenant.path)).status).toBe(200)
      const { body } = await page
      for (const { endpointId } of body.data) seen.add(endpointId)
      cursor = body.nextCursor
    }
    expect(seen.size).toBe(300)
  })

  it('of another tenant’s event are not found', async () => {
    const id = await publish()
    const other = await posthorn.createTenant()
    expect(await posthorn.api.get(`${other.path}/events/${id}/matches`)).toEqual(
      problem(404, 'not_found', 'No event has this id: check the id and the tenant.'),
    )
  })
})
