import type { CreatedKey, Endpoint, FilterTestResult, PublishedEvent } from '@posthorn/contracts'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { Reply } from '../harness/api-client.ts'
import { problem, reply, TIME } from '../harness/expected.ts'
import { type Posthorn, startPosthorn, type Tenant } from '../harness/posthorn.ts'
import { sendWebhook, standardWebhook, stripeWebhook, type AcceptedWebhook } from '../harness/webhooks.ts'

const URL = 'https://example.com/webhooks'
const STANDARD_SECRET = `whsec_${Buffer.alloc(32, 7).toString('base64')}`
const NO_ENDPOINT = problem(404, 'not_found', 'There is no endpoint with this id.')
const ORDERED = 'expected a number or a string'

let posthorn: Posthorn
let tenant: Tenant
beforeAll(async () => {
  posthorn = await startPosthorn({ services: ['api', 'ingest'] })
})
beforeEach(async () => {
  tenant = await posthorn.createTenant()
})
afterAll(() => posthorn.stop())

/** Publishes an event, and returns its number of deliveries. */
async function deliveriesOf(data: object | string, type = 'order.paid'): Promise<number> {
  const body = typeof data === 'string' ? `{"type":"${type}","data":${data}}` : { type, data }
  return (await posthorn.api.post<PublishedEvent>(`${tenant.path}/events`, body)).body.deliveries
}

describe('an endpoint with a filter', () => {
  it('gets the events whose data matches, and no others', async () => {
    const filter = { 'customer.country': { $in: ['DE', 'AT'] }, items: { sku: { $startsWith: 'A-' } } }
    await tenant.endpoint({ url: URL, filter })

    expect(await deliveriesOf({ customer: { country: 'AT' }, items: [{ sku: 'B' }, { sku: 'A-1' }] })).toBe(1)
    expect(await deliveriesOf({ customer: { country: 'FR' }, items: [{ sku: 'A-1' }] })).toBe(0)
    expect(await deliveriesOf({ customer: { country: 'AT' }, items: [{ sku: 'B' }] })).toBe(0)
    expect(await deliveriesOf({})).toBe(0)
  })

  it('still gets only the event types that it subscribes to', async () => {
    await tenant.endpoint({ url: URL, eventTypes: ['order.*'], filter: { a: 1 } })
    expect(await deliveriesOf({ a: 1 }, 'order.paid')).toBe(1)
    expect(await deliveriesOf({ a: 1 }, 'user.created')).toBe(0)
  })

  it('does not affect other endpoints', async () => {
    await tenant.endpoint({ url: URL, filter: { a: 1 } })
    await tenant.endpoint({ url: URL, filter: { a: { $ne: 1 } } })
    await tenant.endpoint({ url: URL })
    expect(await deliveriesOf({ a: 1 })).toBe(2)
    expect(await deliveriesOf({ a: 2 })).toBe(2)
  })

  it('shows it as it was written', async () => {
    const filter = { z: 1, a: { $or: [{ $exists: false }, { $lt: 'm' }] }, 'b.c': null }
    const { secret: _secret, ...created } = await tenant.endpoint({ url: URL, filter })
    expect(JSON.stringify(created.filter)).toBe(JSON.stringify(filter))
    const read = await posthorn.api.get<Endpoint>(`${tenant.path}/endpoints/${created.id}`)
    expect(read).toEqual(reply(200, created))
    expect(JSON.stringify(read.body.filter)).toBe(JSON.stringify(filter))
  })

  it('whose filter is changed or removed uses the new one for the next event', async () => {
    const { secret: _secret, ...created } = await tenant.endpoint({ url: URL, filter: { a: 1 } })
    const path = `${tenant.path}/endpoints/${created.id}`
    const counts: number[] = []
    for (const filter of [{ a: 2 }, { a: 1 }, {}, null]) {
      expect(await posthorn.api.patch(path, { filter })).toEqual(
        reply(200, { ...created, filter, updatedAt: TIME }),
      )
      counts.push(await deliveriesOf({ a: 1 }))
    }
    expect(counts).toEqual([0, 1, 1, 1])
    expect(await posthorn.api.get(path)).toEqual(reply(200, { ...created, filter: null, updatedAt: TIME }))
  })

  it('keeps it when a change does not set it', async () => {
    const { id } = await tenant.endpoint({ url: URL, filter: { a: 1 } })
    await posthorn.api.patch(`${tenant.path}/endpoints/${id}`, { description: 'other' })
    expect(await deliveriesOf({ a: 2 })).toBe(0)
  })

  it.each([
    ['12345678901234567000', ['$eq', '$in']],
    ['12345678901234567001', ['$ne', '$gt']],
    ['12345678901234566999', ['$ne']],
    ['1.2345678901234567e19', ['$eq', '$in']],
  ])('compares numbers exactly as written: %s', async (number, operators) => {
    const id = 12_345_678_901_234_567_000
    const endpoints = new Map<string, string>()
    for (const [operator, operand] of Object.entries({ $eq: id, $in: [1, id], $ne: id, $gt: id })) {
      const filter = { id: { [operator]: operand } }
      endpoints.set((await tenant.endpoint({ url: URL, filter })).id, operator)
    }
    const { body } = await posthorn.api.post<PublishedEvent>(
      `${tenant.path}/events`,
      `{"type":"order.paid","data":{"id":${number}}}`,
    )
    const deliveries = await posthorn.database.query<{ endpointId: string }>(
      'SELECT endpoint_id AS "endpointId" FROM deliveries WHERE event_id = $1',
      [body.id],
    )
    expect(new Set(deliveries.map(({ endpointId }) => endpoints.get(endpointId)))).toEqual(new Set(operators))
  })

  it('gets an event whose filter takes too long to evaluate, rather than losing it', async () => {
    await tenant.endpoint({ url: URL, filter: { list: 1 } })
    const zeros = (length: number) => ({ list: Array.from({ length }, () => 0) })
    expect([await deliveriesOf(zeros(40_000)), await deliveriesOf(zeros(60_000))]).toEqual([0, 1])
  })

  it('does not match by names that every JavaScript object has', async () => {
    await tenant.endpoint({ url: URL, filter: { 'constructor.name': { $exists: true } } })
    await tenant.endpoint({ url: URL, filter: { 'a.__proto__': { $exists: true } } })
    expect(await deliveriesOf({ a: {} })).toBe(0)
  })
})

describe('a filter for provider webhooks', () => {
  async function acceptedFrom(source: object, webhook: (url: string) => Promise<Reply<AcceptedWebhook>>) {
    const { ingestUrl } = await tenant.source(source)
    const { status, body } = await webhook(ingestUrl)
    const deliveries = await posthorn.database.query<{ endpointId: string }>(
      'SELECT endpoint_id AS "endpointId" FROM deliveries WHERE event_id = $1',
      [body.eventId],
    )
    return { status, endpointIds: deliveries.map(({ endpointId }) => endpointId) }
  }

  it('is applied to the body', async () => {
    const wanted = await tenant.endpoint({ url: URL, filter: { 'data.object.amount': { $gt: 1000 } } })
    await tenant.endpoint({ url: URL, filter: { 'data.object.amount': { $gt: 3000 } } })
    const body = '{"id":"evt_1","type":"charge.succeeded","data":{"object":{"amount":2000}}}'
    expect(
      await acceptedFrom({ name: 'stripe', provider: 'stripe', secrets: ['whsec_1'] }, (url) =>
        sendWebhook(url, stripeWebhook('whsec_1', body)),
      ),
    ).toEqual({ status: 202, endpointIds: [wanted.id] })
  })

  it.each([
    ['a form', 'application/x-www-form-urlencoded', 'a=1', { encoding: 'utf-8', body: { $contains: 'a=' } }],
    ['a list', 'application/json', '[{"a":1},{"a":2}]', { a: 2 }],
    ['a number', 'application/json', '5', { a: { $ne: 1 } }],
  ])('is applied to a body that is %s', async (_name, contentType, body, filter) => {
    const wanted = await tenant.endpoint({ url: URL, filter })
    await tenant.endpoint({ url: URL, filter: { a: 3 } })
    const { headers } = standardWebhook(STANDARD_SECRET, body, { id: 'msg_1' })
    expect(
      await acceptedFrom({ name: 'any', provider: 'standard-webhooks', secrets: [STANDARD_SECRET] }, (url) =>
        sendWebhook(url, { headers: { ...headers, 'content-type': contentType }, body }),
      ),
    ).toEqual({ status: 202, endpointIds: [wanted.id] })
  })
})

describe('an invalid filter', () => {
  it.each<[unknown, string, string]>([
    [{ amount: { $gt: null } }, 'filter.amount.$gt', ORDERED],
    [{ $or: [{ a: 1 }, { 'b.c': { $lt: [] } }] }, 'filter.$or.1.b.c.$lt', ORDERED],
    [{ a: {} }, 'filter.a', 'expected at least one condition'],
    [{ a: '\0' }, 'filter.a', 'must not contain NUL characters or lone surrogates'],
    [{ a: 'x'.repeat(8192) }, 'filter', 'must not be larger than 8192 bytes of JSON'],
    ['status', 'filter', 'expected an object, got a string'],
    [[], 'filter', 'expected an object, got an array'],
  ])('is refused: %#', async (filter, path, message) => {
    const refused = problem(400, 'invalid_request', `${path}: ${message}`, [{ path, message }])
    const { id } = await tenant.endpoint({ url: URL, filter: { a: 1 } })
    expect(await posthorn.api.post(`${tenant.path}/endpoints`, { url: URL, filter })).toEqual(refused)
    expect(await posthorn.api.patch(`${tenant.path}/endpoints/${id}`, { filter })).toEqual(refused)
    expect(
      await posthorn.api.post(`${tenant.path}/endpoints/${id}/filter/test`, { data: {}, filter }),
    ).toEqual(refused)
    expect((await posthorn.api.get<Endpoint>(`${tenant.path}/endpoints/${id}`)).body.filter).toEqual({ a: 1 })
  })

  it.each([
    ['{"id":12345678901234567891}', 'filter.id', '12345678901234567891', '12345678901234567000'],
    [
      '{"$or":[{"a":{"$lt":9007199254740993}}]}',
      'filter.$or.0.a.$lt',
      '9007199254740993',
      '9007199254740992',
    ],
    ['{"a":{"$in":[0.30000000000000000001]}}', 'filter.a.$in', '0.30000000000000000001', '0.3'],
  ])('is refused when a double cannot represent its number: %s', async (filter, path, number, read) => {
    const message = `must not contain ${number}, which is ${read} to most readers`
    const refused = problem(400, 'invalid_request', `${path}: ${message}`, [{ path, message }])
    const { id } = await tenant.endpoint({ url: URL, filter: { a: 1 } })
    const one = `${tenant.path}/endpoints/${id}`
    expect(
      await posthorn.api.post(`${tenant.path}/endpoints`, `{"url":"${URL}","filter":${filter}}`),
    ).toEqual(refused)
    expect(await posthorn.api.patch(one, `{"filter":${filter}}`)).toEqual(refused)
    expect(await posthorn.api.post(`${one}/filter/test`, `{"data":{},"filter":${filter}}`)).toEqual(refused)
    expect((await posthorn.api.get<Endpoint>(one)).body.filter).toEqual({ a: 1 })
  })

  it('is refused with each of its errors', async () => {
    const filter = { a: { $gt: true }, $not: { b: { $exists: 1 } } }
    expect(await posthorn.api.post(`${tenant.path}/endpoints`, { url: URL, filter })).toEqual(
      problem(
        400,
        'invalid_request',
        `filter.a.$gt: ${ORDERED}; filter.$not.b.$exists: expected true or false`,
        [
          { path: 'filter.a.$gt', message: ORDERED },
          { path: 'filter.$not.b.$exists', message: 'expected true or false' },
        ],
      ),
    )
  })
})

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
    ['with an unknown field', { data: {}, type: 'a' }, 'type', 'there is no such field'],
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
