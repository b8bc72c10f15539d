import type { BatchResult, NewEvent, PublishedBatch, PublishedEvent } from '@posthorn/contracts'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { idOf, problem, TIME } from '../../../harness/expected.ts'
import { type Posthorn, startPosthorn, type Tenant } from '../../../harness/posthorn.ts'

const MIB = 1024 * 1024

type Item = Partial<Record<keyof NewEvent, unknown>>

const accepted = (type: string, deliveries = 0) => ({
  status: 202,
  event: { id: idOf('evt'), type, timestamp: TIME, deliveries, duplicate: false },
})

function eventOf(result: BatchResult | undefined): PublishedEvent {
  if (result === undefined || !('event' in result)) throw new Error('the event was not published')
  return result.event
}

describe('a batch', () => {
  let posthorn: Posthorn
  let tenant: Tenant
  let path: string
  beforeAll(async () => {
    posthorn = await startPosthorn({ services: ['api'] })
  })
  beforeEach(async () => {
    tenant = await posthorn.createTenant()
    path = `${tenant.path}/events/batch`
  })
  afterAll(() => posthorn.stop())

  const publish = (events: Item[], headers?: Record<string, string>) =>
    posthorn.api.post<PublishedBatch>(path, { events }, headers)
  const stored = () =>
    posthorn.database.query<{ type: string; external_id: string | null }>(
      'SELECT type, external_id FROM events WHERE tenant_id = $1 ORDER BY type',
      [tenant.id],
    )

  it('of 1,000 events is published', async () => {
    const endpoint = await tenant.endpoint({ url: 'https://example.com/', eventTypes: ['type-7'] })
    const items = Array.from({ length: 1000 }, (_none, index) => ({
      type: `type-${index % 10}`,
      data: { index },
      ...(index % 100 === 99 ? { id: 'always the same' } : {}),
    }))
    const { status, body } = await publish(items)

    expect(status).toBe(202)
    expect(body.data).toHaveLength(1000)
    expect(body.data.map((result) => eventOf(result).type)).toEqual(items.map(({ type }) => type))
    expect(body.data.filter(({ status: each }) => each === 200)).toHaveLength(9)
    expect(new Set(body.data.map((result) => eventOf(result).id)).size).toBe(991)
    expect(await stored()).toHaveLength(991)
    const deliveries = await posthorn.database.query('SELECT 1 FROM deliveries WHERE endpoint_id = $1', [
      endpoint.id,
    ])
    expect(deliveries).toHaveLength(100)
    const counted = await posthorn.database.query(
      "SELECT sum(count)::int AS events FROM counts WHERE tenant_id = $1 AND kind = 'event'",
      [tenant.id],
    )
    expect(counted).toEqual([{ events: 991 }])
  })

  it.each<[name: string, body: unknown, path: string, message: string]>([
    ['without events', {}, 'events', 'is required: expected an array'],
    ['with no events', { events: [] }, 'events', 'must have at least 1 item'],
    [
      'with 1,001',
      { events: Array.from({ length: 1001 }, () => ({ type: 'a', data: {} })) },
      'events',
      'must have at most 1000 items',
    ],
    ['with an unknown field', { events: [{}], colour: 'red' }, 'colour', 'unknown field'],
    ['with duplicate events', '{"events":[{}],"events":[{}]}', 'events', 'duplicate name'],
  ])('is refused as a whole %s', async (_name, body, field, message) => {
    expect(await posthorn.api.post(path, body)).toEqual(
      problem(400, 'invalid_request', `${field}: ${message}`, [{ path: field, message }]),
    )
  })

  it('is refused as a whole when it is not JSON, or larger than 20 MiB', async () => {
    expect(await posthorn.api.post(path, '{"events":[{]}')).toEqual(
      problem(400, 'malformed_json', 'expected JSON'),
    )
    expect(await posthorn.api.post(path, ' '.repeat(20 * MIB + 1))).toEqual(
      problem(413, 'payload_too_large', 'The body is larger than this path takes.'),
    )
    const events = Array.from({ length: 20 }, () => ({ type: 'a', data: { a: 'x'.repeat(MIB - 100) } }))
    expect((await publish(events)).body.data).toEqual(events.map(() => accepted('a')))
  })

  it('with many errors names all of its first items, and the first of each other item', async () => {
    const item = Object.fromEntries(Array.from({ length: 20 }, (_, n) => [`unknown-${n}`, 0]))
    const { status, body } = await posthorn.api.post<PublishedBatch>(path, { events: Array(30).fill(item) })
    expect(status).toBe(202)
    const counts = body.data.map((result) => ('error' in result ? result.error.errors?.length : 0))
    expect(counts).toEqual([...Array(10).fill(20), ...Array(20).fill(1)])
    expect(body.data.at(-1)).toMatchObject({ error: { detail: expect.stringMatching(/; and \d+ more$/) } })
  })

  it('makes a delivery for each matching endpoint, even when this takes several statements', async () => {
    await Promise.all(Array.from({ length: 11 }, () => tenant.endpoint({ url: 'https://example.com/' })))
    const events = Array.from({ length: 1000 }, (_, n) => ({ type: 'a', data: {}, id: `own-${n % 900}` }))

    const { status, body } = await publish(events)
    expect(status).toBe(202)
    expect(body.data).toEqual(
      events.map((_, n) =>
        n < 900 ? accepted('a', 11) : { status: 200, event: { ...accepted('a', 11).event, duplicate: true } },
      ),
    )
    const made = await posthorn.database.query<{ count: number }>(
      'SELECT count(*)::int AS count FROM deliveries WHERE tenant_id = $1',
      [tenant.id],
    )
    expect(made).toEqual([{ count: 9900 }])
  })

  it('is refused as a whole when it would make more deliveries than can be stored at once', async () => {
    await posthorn.database.query(
      `INSERT INTO endpoints (id, tenant_id, url, event_types, timeout_seconds, retry_schedule, retry_on, payload_format,
         signatures, max_in_flight, updated_at)
       SELECT 'ep_' || $1 || n, $1, 'https://example.com/', '{*}', 10, '{}', 'server-errors', 'envelope', '{standard}', 20, now()
       FROM generate_series(1, 101) AS n`,
      [tenant.id],
    )
    const message = 'would make more than 100000 deliveries at once: send fewer events'
    const events = Array.from({ length: 1000 }, () => ({ type: 'a', data: {} }))

    expect(await publish(events)).toEqual(
      problem(400, 'invalid_request', `events: ${message}`, [{ path: 'events', message }]),
    )
    expect(await stored()).toEqual([])
  })
})
