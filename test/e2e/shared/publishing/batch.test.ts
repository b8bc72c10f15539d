import type {
  BatchResult,
  EventSummary,
  NewEvent,
  Page,
  PublishedBatch,
  PublishedEvent,
} from '@posthorn/contracts'
import { beforeEach, describe, expect, it } from 'vitest'
import { idOf, reply, TIME } from '../../../harness/expected.ts'
import type { Tenant } from '../../../harness/posthorn.ts'
import { sharedPosthorn } from '../../../harness/shared/shared-posthorn.ts'

const MIB = 1024 * 1024
const TYPE = 'expected at most 128 characters: dot-separated parts of A-Z a-z 0-9 _ -'

const nested = (levels: number) => `${'{"a":'.repeat(levels)}1${'}'.repeat(levels)}`

type Item = Partial<Record<keyof NewEvent, unknown>>

const accepted = (type: string, deliveries = 0) => ({
  status: 202,
  event: { id: idOf('evt'), type, timestamp: TIME, deliveries, duplicate: false },
})
const refused = (path: string, message: string) => ({
  status: 400,
  error: { code: 'invalid_request', detail: `${path}: ${message}`, errors: [{ path, message }] },
})
const duplicateOf = (result: BatchResult | undefined) => ({
  status: 200,
  event: { ...eventOf(result), duplicate: true },
})

function eventOf(result: BatchResult | undefined): PublishedEvent {
  if (result === undefined || !('event' in result)) throw new Error('the event was not published')
  return result.event
}

describe('a batch', () => {
  const posthorn = sharedPosthorn('idle')
  let tenant: Tenant
  let path: string
  beforeEach(async () => {
    tenant = await posthorn.createTenant()
    path = `${tenant.path}/events/batch`
  })

  const publish = (events: Item[], headers?: Record<string, string>) =>
    posthorn.api.post<PublishedBatch>(path, { events }, headers)
  const stored = () =>
    posthorn.database.query<{ type: string; external_id: string | null }>(
      'SELECT type, external_id FROM events WHERE tenant_id = $1 ORDER BY type',
      [tenant.id],
    )

  it('publishes its events, and replies in their order', async () => {
    await tenant.endpoint({ url: 'https://example.com/', eventTypes: ['order.*'] })
    await tenant.endpoint({ url: 'https://example.com/', eventTypes: ['order.paid'] })
    const timestamp = '2026-01-02T03:04:05.678+01:00'

    const batch = await publish([
      { type: 'order.paid', data: { a: 1 }, id: 'order-1' },
      { type: 'user.created', data: {} },
      { type: 'order.created', data: {}, timestamp },
    ])

    const last = accepted('order.created', 1)
    expect(batch).toEqual(
      reply(202, {
        data: [
          accepted('order.paid', 2),
          accepted('user.created', 0),
          { ...last, event: { ...last.event, timestamp: '2026-01-02T02:04:05.678Z' } },
        ],
      }),
    )
    const { body } = await posthorn.api.get<Page<EventSummary>>(`${tenant.path}/events?externalId=order-1`)
    expect(body.data).toEqual([
      {
        id: eventOf(batch.body.data[0]).id,
        type: 'order.paid',
        timestamp: TIME,
        externalId: 'order-1',
        sourceId: null,
        createdAt: TIME,
        expired: false,
      },
    ])
    const made = await posthorn.api.get<Page<{ eventId: string }>>(`${tenant.path}/deliveries`)
    expect(made.body.data).toHaveLength(3)
  })

  it('publishes valid events beside invalid ones, and names the errors of each', async () => {
    await posthorn.api.put('/v1/event-types/batch.archived', { archived: true })
    await posthorn.api.put('/v1/event-types/batch.schema', { schema: { required: ['a', 'b'] } })
    const big = MIB - '{"type":"a","data":{"a":""}}'.length

    const { status, body } = await posthorn.api.post<PublishedBatch>(
      path,
      `{"events":[
        {"type":"first","data":{}},
        {"data":{}},
        {"type":"a b","data":{},"colour":"red"},
        {"type":"posthorn.test","data":{}},
        7,
        null,
        [],
        {"type":"a","data":{},"data":{}},
        {"type":"a","data":{"b":{"c":1,"c":2}}},
        {"type":"a","data":{"__proto__":{}}},
        {"type":"a","data":${nested(100)}},
        {"type":"deep","data":${nested(99)}},
        {"type":"a","data":[]},
        {"type":"batch.archived","data":{}},
        {"type":"batch.schema","data":{"a":1}},
        {"type":"batch.schema","data":{"a":1,"b":2}},
        {"type":"a","data":{"a":"${'x'.repeat(big)}"}},
        {"type":"a","data":{"a":"${'x'.repeat(big + 1)}"}},
        {"type":"last","data":{}}
      ]}`,
    )

    expect(status).toBe(202)
    const notObject = (received: string) => ({
      status: 400,
      error: {
        code: 'invalid_request',
        detail: `expected an object, got ${received}`,
        errors: [{ path: '', message: `expected an object, got ${received}` }],
      },
    })
    expect(body.data).toEqual([
      accepted('first'),
      refused('type', 'is required: expected a string'),
      {
        status: 400,
        error: {
          code: 'invalid_request',
          detail: `type: ${TYPE}; colour: unknown field`,
          errors: [
            { path: 'type', message: TYPE },
            { path: 'colour', message: 'unknown field' },
          ],
        },
      },
      refused('type', 'posthorn is reserved for events of Posthorn itself'),
      notObject('a number'),
      notObject('null'),
      notObject('an array'),
      refused('data', 'duplicate name'),
      refused('data.b.c', 'duplicate name'),
      refused('data.__proto__', 'must not be used as a name'),
      refused(`data${'.a'.repeat(99)}`, 'must not be nested deeper than 100 levels'),
      accepted('deep'),
      refused('data', 'expected an object, got an array'),
      refused('type', 'the event type "batch.archived" is archived: it accepts no new events'),
      refused('data.b', 'is required'),
      accepted('batch.schema'),
      accepted('a'),
      {
        status: 413,
        error: {
          code: 'payload_too_large',
          detail: `The event has ${MIB + 1} bytes, at most 1 MiB is taken.`,
        },
      },
      accepted('last'),
    ])
    expect((await stored()).map(({ type }) => type)).toEqual(['a', 'batch.schema', 'deep', 'first', 'last'])
  })

  it('without a valid event returns the errors of each', async () => {
    expect(await publish([{ type: 'a' }, { data: {} }])).toEqual(
      reply(202, {
        data: [
          refused('data', 'is required: expected an object'),
          refused('type', 'is required: expected a string'),
        ],
      }),
    )
    expect(await stored()).toEqual([])
  })

  it('of a strict tenant is refused only for unknown types', async () => {
    await posthorn.api.put('/v1/event-types/batch.known', {})
    await posthorn.api.put(tenant.path, { strictEventTypes: true })
    expect(
      await publish([
        { type: 'batch.known', data: {} },
        { type: 'batch.unknown', data: {} },
      ]),
    ).toEqual(
      reply(202, {
        data: [
          accepted('batch.known'),
          refused(
            'type',
            'unknown event type "batch.unknown": this tenant accepts only event types that exist',
          ),
        ],
      }),
    )
  })

  it('answers duplicates within the batch and of stored events with the first event', async () => {
    await tenant.endpoint({ url: 'https://example.com/', eventTypes: ['old', 'new'] })
    const before = await posthorn.api.post<PublishedEvent>(`${tenant.path}/events`, {
      type: 'old',
      data: {},
      id: 'one',
    })

    const { body } = await publish([
      { type: 'new', data: { n: 1 }, id: 'two' },
      { type: 'other', data: {}, id: 'one' },
      { type: 'other', data: {}, id: 'two' },
      { type: 'a b', data: {}, id: 'three' },
      { type: 'new', data: { n: 2 }, id: 'three' },
      { type: 'new', data: {} },
      { type: 'new', data: {} },
    ])

    expect(body.data).toEqual([
      accepted('new', 1),
      { status: 200, event: { ...before.body, duplicate: true } },
      duplicateOf(body.data[0]),
      refused('type', TYPE),
      accepted('new', 1),
      accepted('new', 1),
      accepted('new', 1),
    ])
    expect(await stored()).toHaveLength(5)
    const again = await publish([
      { type: 'new', data: {}, id: 'three' },
      { type: 'new', data: {}, id: 'two' },
    ])
    expect(again.body.data).toEqual([duplicateOf(body.data[4]), duplicateOf(body.data[0])])
  })

  it('answers a duplicate with the first event even if it would now be refused', async () => {
    const { body } = await publish([{ type: 'batch.later', data: {}, id: 'one' }])
    await posthorn.api.put('/v1/event-types/batch.later', { archived: true })

    const archived = refused('type', 'the event type "batch.later" is archived: it accepts no new events')
    const again = await publish([
      { type: 'batch.later', data: {}, id: 'one' },
      { type: 'batch.later', data: {}, id: 'two' },
      { type: 'other', data: {}, id: 'two' },
      { type: 'batch.later', data: {}, id: 'two' },
      { type: 'batch.later', data: {} },
    ])
    expect(again.body.data).toEqual([
      duplicateOf(body.data[0]),
      archived,
      accepted('other'),
      duplicateOf(again.body.data[2]),
      archived,
    ])
  })

  it('of the same ids that is sent ten times at once, in different orders, makes each event once', async () => {
    const items = Array.from({ length: 50 }, (_none, index) => ({ type: 'a', data: {}, id: `id-${index}` }))
    const batches = await Promise.all(
      Array.from({ length: 10 }, (_none, turn) =>
        publish([...items.slice(turn * 5), ...items.slice(0, turn * 5)]),
      ),
    )

    const results = batches.flatMap(({ body }) => body.data)
    expect(results.filter(({ status }) => status === 202)).toHaveLength(50)
    expect(results.filter(({ status }) => status === 200)).toHaveLength(450)
    expect(new Set(results.map((result) => eventOf(result).id)).size).toBe(50)
    expect(await stored()).toHaveLength(50)
  })

  it('makes its events once for one Idempotency-Key, even when another process takes over after a crash', async () => {
    const items = [
      { type: 'a', data: {} },
      { type: 'b', data: {}, id: 'one' },
      { type: 'a b' },
      { type: 'c', data: {}, id: 'one' },
    ]
    const headers = { 'idempotency-key': 'k-1' }
    const first = await publish(items, headers)
    // Simulates that the process died after it stored the events and before it stored the reply.
    await posthorn.database.query(
      "UPDATE idempotency_keys SET status = NULL, content_type = NULL, sealed_reply = NULL, lease_until = now() - interval '1 s' WHERE key = 'k-1' AND starts_with(path, $1)",
      [tenant.path],
    )
    const second = await publish(items, headers)

    expect(first.body.data.map(({ status }) => status)).toEqual([202, 202, 400, 200])
    expect(second).toEqual(reply(202, first.body))
    expect(await stored()).toHaveLength(2)
  })
})
