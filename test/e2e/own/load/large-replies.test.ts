import { randomUUID } from 'node:crypto'
import type { Attempt, EventTypeDetail, Page, PublishedEvent } from '@posthorn/contracts'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Reply } from '../../../harness/api-client.ts'
import { blockMsOf } from '../../../harness/event-loop.ts'
import { type Posthorn, startPosthorn, type Tenant } from '../../../harness/posthorn.ts'

const KIB = 1024
const MIB = 1024 * KIB
const BLOCK_MS_MAX = 50
const TEST_MS = 120_000
const ATTEMPTS = 250

describe('a large reply', () => {
  let posthorn: Posthorn
  let tenant: Tenant
  beforeAll(async () => {
    posthorn = await startPosthorn({ services: ['api'] })
    tenant = await posthorn.createTenant()
  }, TEST_MS)
  afterAll(() => posthorn.stop())

  const publish = async (data: unknown) =>
    (await posthorn.api.post<PublishedEvent>(`${tenant.path}/events`, { type: 'a', data })).body

  /** A delivery with as many attempts as a page may list, each with a response body of the maximum size. */
  async function deliveryWithLargeAttempts(): Promise<string> {
    await tenant.endpoint({ url: 'http://127.0.0.1:9/' })
    const { id } = await publish({})
    const [delivery] = await posthorn.database.query<{ id: string }>(
      'SELECT id FROM deliveries WHERE event_id = $1',
      [id],
    )
    if (delivery === undefined) throw new Error('the event has no delivery')
    await posthorn.database.query(
      `INSERT INTO attempts (id, delivery_id, number, trigger, started_at, duration_ms, request_headers, status_code,
         response_headers, response_body, error_code, result)
       SELECT 'att_' || lpad(n::text, 26, '0'), $1, n, 'manual', now(), 5, '{"webhook-id":"x"}', 500,
         json_build_object('x-filler', repeat('h', 8000)), convert_to(repeat('"', 16384), 'UTF8'), NULL, 'failed'
       FROM generate_series(1, $2::int) AS n`,
      [delivery.id, ATTEMPTS],
    )
    return delivery.id
  }

  async function pagesOf<Item>(path: string): Promise<Page<Item>[]> {
    const pages: Page<Item>[] = []
    for (let cursor: string | null = ''; cursor !== null; ) {
      const { status, body, text }: Reply<Page<Item>> = await posthorn.api.get(
        `${path}?limit=250${cursor === '' ? '' : `&cursor=${cursor}`}`,
      )
      if (status !== 200) throw new Error(text)
      pages.push(body)
      cursor = body.nextCursor
    }
    return pages
  }

  it(
    'ends early, with a cursor, when its rows are large: attempts',
    async () => {
      const path = `${tenant.path}/deliveries/${await deliveryWithLargeAttempts()}/attempts`
      const pages = await pagesOf<Attempt>(path)
      expect(pages.length).toBeGreaterThan(3)
      for (const page of pages) expect(JSON.stringify(page).length).toBeLessThan(2 * MIB)
      const numbers = pages.flatMap(({ data }) => data.map(({ number }) => number))
      expect(numbers).toEqual(Array.from({ length: ATTEMPTS }, (_, index) => ATTEMPTS - index))
      const list = () => posthorn.api.get(`${path}?limit=250`)
      const blockMs = await blockMsOf(posthorn.service('api'), { enoughMs: BLOCK_MS_MAX, work: list })
      expect(blockMs).toBeLessThanOrEqual(BLOCK_MS_MAX)
    },
    TEST_MS,
  )

  it(
    'ends early, with a cursor, when its rows are large: event types with schemas',
    async () => {
      const names = Array.from({ length: 60 }, () => `large.${randomUUID()}`)
      for (const name of names) {
        const schema = { type: 'object', description: 'x'.repeat(60 * KIB) }
        const { status, text } = await posthorn.api.post('/v1/event-types', { name, schema })
        if (status !== 201) throw new Error(text)
      }
      const pages = await pagesOf<EventTypeDetail>('/v1/event-types')
      expect(pages.length).toBeGreaterThan(1)
      expect(pages.flatMap(({ data }) => data.map(({ name }) => name))).toEqual(names.toReversed())
    },
    TEST_MS,
  )

  it(
    'does not block the event loop: an event of 20 MiB, returned byte for byte',
    async () => {
      const { id } = await publish({})
      await posthorn.database.query(
        `UPDATE events SET body = convert_to('{"id":"x","data":"' || repeat('0123456789é', $2) || '"}', 'UTF8'),
           data_start = length('{"id":"x","data":') WHERE id = $1`,
        [id, Math.floor((20 * MIB) / 12)],
      )
      const read = () => posthorn.api.get<{ data: string }>(`${tenant.path}/events/${id}`)
      const blockMs = await blockMsOf(posthorn.service('api'), { enoughMs: BLOCK_MS_MAX, work: read })
      expect(blockMs).toBeLessThanOrEqual(BLOCK_MS_MAX)
      const { body } = await read()
      expect(body.data === '0123456789é'.repeat(Math.floor((20 * MIB) / 12))).toBe(true)
    },
    TEST_MS,
  )
})
