import type { Endpoint, PublishedEvent } from '@posthorn/contracts'
import { beforeEach, describe, expect, it } from 'vitest'
import type { Reply } from '../../../harness/api-client.ts'
import { problem, reply, TIME } from '../../../harness/expected.ts'
import type { Tenant } from '../../../harness/posthorn.ts'
import { sharedPosthorn } from '../../../harness/shared/shared-posthorn.ts'
import {
  type AcceptedWebhook,
  sendWebhook,
  standardWebhook,
  stripeWebhook,
} from '../../../harness/webhooks.ts'

const URL = 'https://example.com/webhooks'
const STANDARD_SECRET = `whsec_${Buffer.alloc(32, 7).toString('base64')}`
const ORDERED = 'expected a number or a string'

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
