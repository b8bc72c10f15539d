import type { CreatedKey, Endpoint, FilterTestResult, PublishedEvent } from '@posthorn/contracts'
import { beforeEach, describe, expect, it } from 'vitest'
import { problem, reply } from '../../../harness/expected.ts'
import type { Tenant } from '../../../harness/posthorn.ts'
import { sharedPosthorn } from '../../../harness/shared/shared-posthorn.ts'

const URL = 'https://example.com/webhooks'
const NO_ENDPOINT = problem(404, 'not_found', 'No endpoint has this id: check the id and the tenant.')

const posthorn = sharedPosthorn('idle')
let tenant: Tenant
beforeEach(async () => {
  tenant = await posthorn.createTenant()
})

/** Publishes an event, and returns its number of deliveries. */
async function deliveriesOf(data: object | string, type = 'order.paid'): Promise<number> {
  const body = typeof data === 'string' ? `{"type":"${type}","data":${data}}` : { type, data }
  return (await posthorn.api.post<PublishedEvent>(`${tenant.path}/events`, body)).body.deliveries
}

describe('testing a filter', () => {
  const test = async (fields: object, body: unknown) => {
    const { id } = await tenant.endpoint({ url: URL, ...fields })
    return posthorn.api.post<FilterTestResult>(`${tenant.path}/endpoints/${id}/filter/test`, body)
  }

  it('says that data matches', async () => {
    expect(await test({ filter: { a: { $gt: 1 } } }, { data: { a: 2 } })).toEqual(
      reply(200, { matches: true, eventTypeMatches: null, failed: [] }),
    )
  })

  it('names the conditions that failed, and the values found', async () => {
    const filter = { a: { $gt: 5 }, 'b.c': { $in: ['x', null] }, $not: { d: 1 }, e: true }
    expect(await test({ filter }, { data: { a: 2, d: 1, e: true } })).toEqual(
      reply(200, {
        matches: false,
        eventTypeMatches: null,
        failed: [
          { path: 'a', operator: '$gt', expected: 5, actual: 2 },
          { path: 'b.c', operator: '$in', expected: ['x', null] },
          { path: 'd', operator: '$not', expected: { $eq: 1 }, actual: 1 },
        ],
      }),
    )
  })

  it('compares the numbers of the data as written, and shows them so', async () => {
    const { text } = await test(
      { filter: { id: 12_345_678_901_234_567_000 } },
      '{"data":{"id":12345678901234567891}}',
    )
    expect(text).toContain('"expected":12345678901234567000,"actual":12345678901234567891}')
  })

  it('accepts another filter than that of the endpoint, which is unchanged', async () => {
    const { id } = await tenant.endpoint({ url: URL, filter: { a: 1 } })
    const one = `${tenant.path}/endpoints/${id}`
    const matches = async (filter: object | null) =>
      (await posthorn.api.post<FilterTestResult>(`${one}/filter/test`, { data: { a: 2 }, filter })).body
        .matches
    expect([await matches({ a: 2 }), await matches({ a: 3 }), await matches(null)]).toEqual([
      true,
      false,
      true,
    ])
    expect((await posthorn.api.get<Endpoint>(one)).body.filter).toEqual({ a: 1 })
  })

  it.each([
    ['order.paid', true, true],
    ['user.created', false, false],
  ])('also checks the event type %s', async (eventType, eventTypeMatches, matches) => {
    expect(await test({ eventTypes: ['order.*'] }, { data: {}, eventType })).toEqual(
      reply(200, { matches, eventTypeMatches, failed: [] }),
    )
  })

  it.each([[null], [[]], ['text'], [5]])('accepts %j as data, as a provider may send it', async (data) => {
    expect(await test({ filter: { a: { $exists: false } } }, { data })).toEqual(
      reply(200, { matches: true, eventTypeMatches: null, failed: [] }),
    )
  })

  it('gives the same result as an event', async () => {
    const filter = { $or: [{ a: { $lt: 3 } }, { tags: { $contains: 'vip' } }] }
    const { id } = await tenant.endpoint({ url: URL, filter })
    for (const data of [{ a: 1 }, { a: 3 }, { tags: ['vip'] }, { tags: ['vips'] }, {}]) {
      const answer = await posthorn.api.post<FilterTestResult>(`${tenant.path}/endpoints/${id}/filter/test`, {
        data,
      })
      expect(answer.body.matches).toBe((await deliveriesOf(data)) === 1)
    }
  })

  it.each<[string, unknown, string, string]>([
    ['without data', {}, 'data', 'expected any JSON value'],
    ['with an unknown field', { data: {}, type: 'a' }, 'type', 'unknown field'],
    [
      'with an invalid event type',
      { data: {}, eventType: 'a b' },
      'eventType',
      'expected at most 128 characters: dot-separated parts of A-Z a-z 0-9 _ -',
    ],
  ])('%s is refused', async (_name, body, path, message) => {
    expect(await test({}, body)).toEqual(
      problem(400, 'invalid_request', `${path}: ${message}`, [{ path, message }]),
    )
  })

  it('of an unknown endpoint is not found', async () => {
    const path = `${tenant.path}/endpoints/ep_01h455vb4pex5vsknk084sn02q/filter/test`
    expect(await posthorn.api.post(path, { data: {} })).toEqual(NO_ENDPOINT)
    const { id } = await tenant.endpoint({ url: URL })
    await posthorn.api.delete(`${tenant.path}/endpoints/${id}`)
    expect(await posthorn.api.post(`${tenant.path}/endpoints/${id}/filter/test`, { data: {} })).toEqual(
      NO_ENDPOINT,
    )
  })

  it("of another tenant's endpoint is not found, and a reader may not test it", async () => {
    const { id } = await tenant.endpoint({ url: URL })
    const other = await posthorn.createTenant()
    expect(await posthorn.api.post(`${other.path}/endpoints/${id}/filter/test`, { data: {} })).toEqual(
      NO_ENDPOINT,
    )
    const { body: reader } = await posthorn.api.post<CreatedKey>(`${tenant.path}/keys`, { role: 'read' })
    expect(
      await posthorn.api.as(reader.key).post(`${tenant.path}/endpoints/${id}/filter/test`, { data: {} }),
    ).toEqual(problem(403, 'forbidden', 'A key with the role "read" may not do this.'))
  })
})
