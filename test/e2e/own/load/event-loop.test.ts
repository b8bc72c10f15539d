import { randomUUID } from 'node:crypto'
import type { CreatedKey, PublishedEvent, ReplayedEvent } from '@posthorn/contracts'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { makeEndpoints } from '../../../harness/database/many-endpoints.ts'
import { blockMsOf, takeLongestBlockMs } from '../../../harness/event-loop.ts'
import { type Posthorn, startPosthorn, type Tenant } from '../../../harness/posthorn.ts'

const KIB = 1024
const MIB = 1024 * KIB
/** No request may block the event loop for longer. */
const BLOCK_MS_MAX = 50
const TEST_MS = 180_000

const filled = (head: string, part: string, tail: string, bytes = MIB) =>
  head + part.repeat(Math.floor((bytes - head.length - tail.length) / part.length)) + tail
const names = (count: number) => Array.from({ length: count }, (_, n) => `"name-${n}":${n}`).join()
/** The properties of a schema of the maximum size. */
const PROPERTIES = Object.fromEntries(
  Array.from({ length: 1400 }, (_, n) => [`p-${n}`, { type: 'integer', minimum: n }]),
)
const publication = (data: string) => `{"type":"order.paid","data":${data}}`

/** Bodies of up to 1 MiB that take long to parse, with the status of the reply. */
const BODIES: [string, number, string][] = [
  ['empty lists', 202, publication(filled('{"a":[', '[],', '[]]}', MIB - 100))],
  ['many names', 202, publication(`{${names(50_000)}}`)],
  ['a duplicate name after many names', 400, publication(`{${names(50_000)},"name-1":1}`)],
  ['many unknown fields', 400, `{${names(50_000)}}`],
  ['a million opening brackets', 400, '['.repeat(MIB - 1)],
  [
    'deep nesting many times',
    202,
    publication(filled('{"a":[', `${'['.repeat(90)}${']'.repeat(90)},`, '1]}', MIB - 100)),
  ],
  ['escapes', 202, publication(filled('{"a":"', '\\u00e9', '"}', MIB - 100))],
  ['a list instead of a string', 400, filled('{"data":{},"type":[', '1,', '1]}')],
  ['white space', 400, filled('{', ' ', '')],
  ['invalid JSON at the very end', 400, publication(filled('{"a":[', '{},', '{}]', MIB - 100))],
]

describe('the event loop of the API', () => {
  let posthorn: Posthorn
  let tenant: Tenant
  let key: string
  beforeAll(async () => {
    posthorn = await startPosthorn({ services: ['api'] })
    // Compiles what is compiled on first use.
    const first = await posthorn.createTenant()
    for (const [, , body] of BODIES) await posthorn.api.post(`${first.path}/events`, body)
  }, TEST_MS)
  beforeEach(async () => {
    tenant = await posthorn.createTenant()
    const made = await posthorn.api.post<CreatedKey>(`${tenant.path}/keys`, { role: 'publish' })
    key = made.body.key
  })
  afterAll(() => posthorn.stop())

  async function blockOf(work: () => Promise<{ status: number }>, status: number): Promise<number> {
    const answered = async () => expect((await work()).status).toBe(status)
    return blockMsOf(posthorn.service('api'), { enoughMs: BLOCK_MS_MAX, work: answered })
  }

  it('is watched: a service reports how long it was blocked since the last report', async () => {
    const api = posthorn.service('api')
    await takeLongestBlockMs(api)
    expect(await takeLongestBlockMs(api)).toBeLessThan(1000)
  })

  it.each(BODIES)(
    'is not blocked while 1 MiB of %s is published',
    async (_name, status, body) => {
      const publish = () => posthorn.api.as(key).post(`${tenant.path}/events`, body)
      expect(await blockOf(publish, status)).toBeLessThanOrEqual(BLOCK_MS_MAX)
    },
    TEST_MS,
  )

  it.each([
    ['ten million items', 400, filled('{"events":[', '0,', '0]}', 20 * MIB)],
    [
      'a thousand items of 20 KiB',
      202,
      `{"events":[${Array(1000)
        .fill(publication(`{"a":"${'x'.repeat(20_000)}"}`))
        .join()}]}`,
    ],
    [
      'twenty items of 1 MiB of empty lists',
      202,
      `{"events":[${Array(20)
        .fill(publication(filled('{"a":[', '[],', '[]]}', MIB - 100)))
        .join()}]}`,
    ],
    ['only white space', 400, filled('{"events":', ' ', '', 20 * MIB)],
    ['an item that is not closed', 400, filled('{"events":[', '[', '', 20 * MIB)],
  ])(
    'is not blocked while a batch of 20 MiB is parsed: %s',
    async (_name, status, body) => {
      const bytes = Buffer.from(body)
      const publish = () =>
        posthorn.api.as(key).post(`${tenant.path}/events/batch`, bytes, { 'idempotency-key': randomUUID() })
      expect(await blockOf(publish, status)).toBeLessThanOrEqual(BLOCK_MS_MAX)
    },
    TEST_MS,
  )

  /** Schemas and data that take long to compile, parse or check, with the status of the reply. */
  const SCHEMAS: [name: string, status: number, schema: object, data: string][] = [
    ['a schema of 1,400 properties', 202, { properties: PROPERTIES }, '{"p-1":1}'],
    [
      'a number that no double represents, in 1 MiB of numbers',
      202,
      { properties: { a: { type: 'array' } } },
      filled('{"a":[', '0,', '1e999]}', MIB - 100),
    ],
    [
      'numbers of 20 digits',
      400,
      { properties: { a: { items: { multipleOf: 7 } } } },
      filled('{"a":[', '12345678901234567890,', '1]}', MIB - 100),
    ],
    [
      'an exponent of 400 digits',
      400,
      { properties: { a: { multipleOf: 3 } } },
      `{"a":1e${'9'.repeat(400)}}`,
    ],
    [
      '1 MiB instead of a date',
      400,
      { properties: { a: { format: 'date-time' } } },
      filled('{"a":"', 't', '"}', MIB - 100),
    ],
    [
      'a schema that exceeds the step limit',
      400,
      { properties: { a: { items: { anyOf: Array.from({ length: 1000 }, (_, n) => ({ const: n + 1 })) } } } },
      filled('{"a":[', '0,', '0]}', MIB - 100),
    ],
  ]
  let made = 0
  async function eventType(schema: object): Promise<string> {
    const name = `type-${made++}`
    expect((await posthorn.api.put(`/v1/event-types/${name}`, { schema })).status).toBe(201)
    return name
  }

  it.each(SCHEMAS)(
    'is not blocked while data is checked against its schema: %s',
    async (_name, status, schema, data) => {
      const publish = async () => {
        // A new type each time, so that its schema is compiled.
        const type = await eventType({ ...schema, $comment: String(made) })
        return posthorn.api.as(key).post(`${tenant.path}/events`, `{"type":"${type}","data":${data}}`)
      }
      expect(await blockOf(publish, status)).toBeLessThanOrEqual(BLOCK_MS_MAX)
    },
    TEST_MS,
  )

  it(
    'is not blocked while a batch is checked against its schema: 20 MiB with a number that no double represents',
    async () => {
      const type = await eventType({ properties: { a: { type: 'array' } } })
      const item = `{"type":"${type}","data":${filled('{"a":[', '0,', '1e999]}', MIB - 100)}}`
      const bytes = Buffer.from(`{"events":[${Array(19).fill(item).join()}]}`)
      const publish = () => posthorn.api.as(key).post(`${tenant.path}/events/batch`, bytes)
      expect(await blockOf(publish, 202)).toBeLessThanOrEqual(BLOCK_MS_MAX)
    },
    TEST_MS,
  )

  it.each([
    ['many unknown fields', `{${names(9000)}}`],
    ['more values than a body may have', filled('{"eventTypes":[', '1,', '1]}', 256 * KIB)],
    ['ten thousand invalid event types', filled('{"eventTypes":[', '1,', '1]}', 19_000)],
    ['an oversized description', filled('{"description":"', 'x', '"}', 256 * KIB)],
    ['metadata of 256 KiB', filled('{"metadata":{"a":[', '[],', '[]]}}', 29_000)],
    ['headers of 256 KiB', filled('{"headers":{"a":"', 'x', '"}}', 256 * KIB)],
  ])(
    'is not blocked while an endpoint is changed with %s',
    async (_name, body) => {
      const endpoint = await tenant.endpoint({ url: 'https://example.com/' })
      const change = () => posthorn.api.patch(`${tenant.path}/endpoints/${endpoint.id}`, body)
      expect(await blockOf(change, 400)).toBeLessThanOrEqual(BLOCK_MS_MAX)
    },
    TEST_MS,
  )

  it('reads at most 256 KiB where a body has no event data', async () => {
    const { status } = await posthorn.api.post(`${tenant.path}/endpoints`, filled('{"url":"', 'x', '"}'))
    expect(status).toBe(413)
  })

  it(
    'is not blocked while 1 MiB is matched with the filters of a thousand endpoints',
    async () => {
      const filterOf = (n: number) => JSON.stringify({ [`a.${n}`]: { $exists: true }, 'a.b': { $ne: n } })
      await makeEndpoints(posthorn, tenant, { count: 1000, filterOf })
      const body = publication(filled('{"a":[', '{"b":1},', '{"b":1}]}', MIB - 100))
      const publish = () => posthorn.api.as(key).post(`${tenant.path}/events`, body)
      expect(await blockOf(publish, 202)).toBeLessThanOrEqual(BLOCK_MS_MAX)
    },
    TEST_MS,
  )

  it(
    'is not blocked while it explains why 1 MiB does not match a hundred conditions',
    async () => {
      const { id } = await tenant.endpoint({ url: 'https://example.com/' })
      const data = filled('{"a":[', '{},', '{}]}', MIB - 10_000)
      const filter = JSON.stringify({ $and: [{ x: 1 }, ...Array.from({ length: 99 }, () => ({ 'a.b': 1 }))] })
      const explain = () =>
        posthorn.api.post(`${tenant.path}/endpoints/${id}/filter/test`, `{"filter":${filter},"data":${data}}`)
      expect(await blockOf(explain, 200)).toBeLessThanOrEqual(BLOCK_MS_MAX)
    },
    TEST_MS,
  )

  it(
    'is not blocked while an event is published to twenty thousand endpoints',
    async () => {
      await makeEndpoints(posthorn, tenant, { count: 20_000 })
      const publish = () => posthorn.api.as(key).post(`${tenant.path}/events`, publication('{}'))
      expect(await blockOf(publish, 202)).toBeLessThanOrEqual(BLOCK_MS_MAX)
    },
    TEST_MS,
  )

  it.each([
    ['', () => ({})],
    [' with an Idempotency-Key', () => ({ 'idempotency-key': randomUUID() })],
  ])(
    'is not blocked while an event is replayed%s to twenty thousand endpoints, and all deliveries are named',
    async (_name, headers: () => Record<string, string>) => {
      const published = await posthorn.api.post<PublishedEvent>(`${tenant.path}/events`, publication('{}'))
      await makeEndpoints(posthorn, tenant, { count: 20_000 })
      const replay = async () => {
        const path = `${tenant.path}/events/${published.body.id}/replay`
        const reply = await posthorn.api.post<ReplayedEvent>(path, undefined, headers())
        expect(reply.headers['content-type']).toBe('application/json; charset=utf-8')
        expect(new Set(reply.body.data.map(({ id }) => id)).size).toBe(20_000)
        return reply
      }
      expect(await blockOf(replay, 202)).toBeLessThanOrEqual(BLOCK_MS_MAX)
    },
    2 * TEST_MS,
  )
})
