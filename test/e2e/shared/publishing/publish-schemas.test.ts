import type { PublishedEvent } from '@posthorn/contracts'
import { beforeEach, describe, expect, it } from 'vitest'
import { idOf, problem, reply, TIME } from '../../../harness/expected.ts'
import type { Tenant } from '../../../harness/posthorn.ts'
import { sharedPosthorn } from '../../../harness/shared/shared-posthorn.ts'
import { sendWebhook, stripeWebhook } from '../../../harness/webhooks.ts'

const SCHEMA = {
  type: 'object',
  required: ['orderId'],
  additionalProperties: false,
  properties: { orderId: { type: 'string' }, amount: { type: 'number', multipleOf: 0.01 } },
}
const SECRET = 'whsec_of_stripe'

/** Matches a 400 that names one field. */
const wrong = (path: string, message: string) =>
  problem(400, 'invalid_request', `${path}: ${message}`, [{ path, message }])
const accepted = (type: string) =>
  reply(202, { id: idOf('evt'), type, timestamp: TIME, deliveries: 0, duplicate: false })

describe('publishing', () => {
  const posthorn = sharedPosthorn('idle')
  let tenant: Tenant
  let made = 0
  beforeEach(async () => {
    tenant = await posthorn.createTenant()
  })

  /** Adds a new event type to the catalogue, and returns its name. */
  async function eventType(input: object): Promise<string> {
    const name = `type-with-schema-${made++}`
    expect(await posthorn.api.put(`/v1/event-types/${name}`, input)).toMatchObject({ status: 201 })
    return name
  }
  const publish = (type: string, data: unknown = {}, id?: string) =>
    posthorn.api.post<PublishedEvent>(`${tenant.path}/events`, { type, data, id })
  const stored = async () => {
    const events = await posthorn.database.query('SELECT id FROM events WHERE tenant_id = $1', [tenant.id])
    return events.length
  }

  it('accepts data that matches the schema of its type', async () => {
    const type = await eventType({ schema: SCHEMA })
    expect(await publish(type, { orderId: 'a', amount: 19.99 })).toEqual(accepted(type))
  })

  it('compares numbers as written, not as doubles', async () => {
    const type = await eventType({ schema: { properties: { ids: { uniqueItems: true } } } })
    const publishText = async (ids: string) => {
      const { status } = await posthorn.api.post(
        `${tenant.path}/events`,
        `{"type":"${type}","data":{"ids":[${ids}]}}`,
      )
      return status
    }
    expect(await publishText('12345678901234567890,12345678901234567891')).toBe(202)
    expect(await publishText('12345678901234567890,12345678901234567890')).toBe(400)
  })

  it('refuses data that takes too long to check, and continues at once', async () => {
    const type = await eventType({ schema: { properties: { text: { pattern: '^(a+)+$' } } } })
    const startedAt = performance.now()
    expect(await publish(type, { text: `${'a'.repeat(1_000_000)}!` })).toMatchObject({
      status: 400,
      body: { errors: [{ path: 'data', message: expect.stringContaining('cannot be checked') }] },
    })
    expect(performance.now() - startedAt).toBeLessThan(20_000) // a backtracking engine would take extremely long
    expect(await publish(type, { text: `${'a'.repeat(1_000)}!` })).toMatchObject({
      status: 400,
      body: { errors: [{ path: 'data.text' }] },
    })
    expect(await publish(type, { text: 'aaa' })).toEqual(accepted(type))
  }, 60_000)

  it('refuses data that does not match, naming each path, and stores nothing', async () => {
    const type = await eventType({ schema: SCHEMA })
    expect(await publish(type, { amount: '1', colour: 'red' })).toEqual(
      problem(
        400,
        'invalid_request',
        'data.orderId: is required; data.colour: unknown field; data.amount: expected a number',
        [
          { path: 'data.orderId', message: 'is required' },
          { path: 'data.colour', message: 'unknown field' },
          { path: 'data.amount', message: 'expected a number' },
        ],
      ),
    )
    expect(await stored()).toBe(0)
  })

  it('accepts any data for a type without a schema, and for an unlisted type', async () => {
    const type = await eventType({})
    expect(await publish(type, { any: 1 })).toEqual(accepted(type))
    expect(await publish('nobody.knows.it', { any: 1 })).toEqual(accepted('nobody.knows.it'))
  })

  it('applies only the schema of the type', async () => {
    const type = await eventType({ schema: SCHEMA })
    expect(await publish(`${type}.more`, { any: 1 })).toEqual(accepted(`${type}.more`))
    expect(await publish(type.toUpperCase(), { any: 1 })).toEqual(accepted(type.toUpperCase()))
  })

  it('applies a changed schema to the next event', async () => {
    const type = await eventType({ schema: { required: ['a'] } })
    const statuses = [(await publish(type, { b: 1 })).status]
    for (const input of [
      { schema: { required: ['b'] } },
      { schema: { required: ['a'] } },
      { schema: null },
      { schema: { required: ['a'] } },
      { archived: true },
      { archived: false },
    ]) {
      await posthorn.api.put(`/v1/event-types/${type}`, input)
      statuses.push((await publish(type, { b: 1 })).status)
    }
    await posthorn.api.put(`/v1/event-types/${type}`, { archived: true })
    await posthorn.api.delete(`/v1/event-types/${type}`)
    statuses.push((await publish(type, { b: 1 })).status)
    expect(statuses).toEqual([400, 202, 400, 202, 400, 400, 202, 202])
  })

  it('refuses an archived type', async () => {
    const type = await eventType({ archived: true })
    expect(await publish(type)).toEqual(
      wrong('type', `the event type "${type}" is archived: it accepts no new events`),
    )
  })

  it('refuses an unlisted type when the tenant is strict', async () => {
    const type = await eventType({})
    await posthorn.api.put(tenant.path, { strictEventTypes: true })
    expect(await publish('unknown.type')).toEqual(
      wrong('type', 'unknown event type "unknown.type": this tenant accepts only event types that exist'),
    )
    expect(await publish(type)).toEqual(accepted(type))

    await posthorn.api.put(tenant.path, { strictEventTypes: false })
    expect(await publish('unknown.type')).toEqual(accepted('unknown.type'))
  })

  it('answers a duplicate with the first event even if it would now be refused', async () => {
    const type = await eventType({})
    const first = await publish(type, { a: 1 }, 'order-1')
    const duplicate = reply(200, { ...first.body, duplicate: true })

    await posthorn.api.put(`/v1/event-types/${type}`, { schema: { required: ['b'] } })
    expect(await publish(type, { a: 1 }, 'order-1')).toEqual(duplicate)
    await posthorn.api.put(`/v1/event-types/${type}`, { archived: true })
    expect(await publish(type, { a: 1 }, 'order-1')).toEqual(duplicate)
    expect(await publish(type, { a: 1 }, 'order-2')).toMatchObject({ status: 400 })
    expect(await stored()).toBe(1)
  })

  it('stores one event for one Idempotency-Key, even when another process takes over after a crash', async () => {
    const path = `${tenant.path}/events`
    const headers = { 'idempotency-key': 'k-1' }
    const body = { type: 'a', data: {} }
    const first = await posthorn.api.post<PublishedEvent>(path, body, headers)
    // Simulates that the process died after it stored the event and before it stored the reply.
    await posthorn.database.query(
      "UPDATE idempotency_keys SET status = NULL, content_type = NULL, sealed_reply = NULL, lease_until = now() - interval '1 s' WHERE key = 'k-1' AND starts_with(path, $1)",
      [tenant.path],
    )
    expect(await posthorn.api.post(path, body, headers)).toEqual(reply(202, first.body))
    expect(await stored()).toBe(1)
  })

  it.each([
    ['endless references', { allOf: [{ $ref: '#' }] }],
    ['an indirect reference to itself', { $ref: '#/$defs/a', $defs: { a: { $ref: '#' } } }],
  ])('refuses data when the schema has %s, and continues', async (_name, schema) => {
    const type = await eventType({ schema })
    expect(await publish(type)).toEqual(
      wrong('data', 'cannot be checked: the schema of its type refers to itself endlessly'),
    )
    expect(await publish('a')).toEqual(accepted('a'))
  })

  it('is all that the catalogue restricts: inbound webhooks are never refused', async () => {
    const { ingestUrl } = await tenant.source({ name: 'stripe', provider: 'stripe', secrets: [SECRET] })
    await posthorn.api.put('/v1/event-types/stripe.charge.failed', {
      archived: true,
      schema: { required: ['x'] },
    })
    await posthorn.api.put(tenant.path, { strictEventTypes: true })

    for (const type of ['charge.failed', 'charge.succeeded']) {
      const webhook = stripeWebhook(SECRET, JSON.stringify({ id: `evt_${type}`, type }))
      expect(await sendWebhook(ingestUrl, webhook)).toMatchObject({ status: 202 })
    }
    expect(await stored()).toBe(2)
  })
})
