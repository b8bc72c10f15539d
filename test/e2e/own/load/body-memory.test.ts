import type { CreatedKey, PublishedBatch } from '@posthorn/contracts'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Posthorn, startPosthorn, type Tenant } from '../../../harness/posthorn.ts'
import { memoryRiseOf } from '../../../harness/process/resident-memory.ts'
import { rawRequest } from '../../../harness/raw-request.ts'

const MIB = 1024 * 1024
const TEST_MS = 240_000

const KIB = 1024
/** The default heap of Node.js in a container of 512 MiB (docker-compose.yml). */
const HEAP_MIB = 256

/** JSON whose values take the most memory: nested lists of one item each. */
function nestedLists(bytes: number): string {
  const lists = `${'['.repeat(90)}0${']'.repeat(90)}`
  return `{"a":[${`${lists},`.repeat(Math.floor((bytes - 100) / 182))}0]}`
}

describe('the memory of the API', () => {
  let posthorn: Posthorn
  let tenant: Tenant
  let key: string
  beforeAll(async () => {
    posthorn = await startPosthorn({
      services: ['api'],
      env: { NODE_OPTIONS: `--max-old-space-size=${HEAP_MIB}` },
    })
    tenant = await posthorn.createTenant()
    const made = await posthorn.api.post<CreatedKey>(`${tenant.path}/keys`, { role: 'publish' })
    key = made.body.key
    await posthorn.api.as(key).post(`${tenant.path}/events`, { type: 'order.paid', data: {} })
  }, TEST_MS)
  afterAll(() => posthorn.stop())

  /** A request to publish an event whose body arrives in chunks of one byte. */
  const inBytes = (body: string, path = 'events') =>
    [
      `POST ${tenant.path}/${path} HTTP/1.1`,
      'host: posthorn',
      `authorization: Bearer ${key}`,
      'content-type: application/json',
      'transfer-encoding: chunked',
      'connection: close',
      '',
      body.replaceAll(/./gs, '1\r\n$&\r\n') + '0\r\n\r\n',
    ].join('\r\n')

  it(
    'stores a body in chunks of one byte as its bytes, not as an object per chunk',
    async () => {
      const body = `{"type":"order.paid","data":{"a":"${'x'.repeat(300_000)}"}}`
      const send = async () =>
        expect(await rawRequest(posthorn.service('api').url, inBytes(body))).toMatchObject({ status: 202 })
      expect(await memoryRiseOf(posthorn.service('api'), send)).toBeLessThan(80 * MIB)
    },
    TEST_MS,
  )

  it.each([
    ['announces', 'content-length: 1048577\r\n\r\n'],
    ['turns out to have', `transfer-encoding: chunked\r\n\r\n100001\r\n${' '.repeat(MIB + 1)}\r\n0\r\n\r\n`],
  ])('is not used for a body that %s more bytes than the path accepts', async (_name, rest) => {
    const head = [
      `POST ${tenant.path}/events HTTP/1.1`,
      'host: posthorn',
      `authorization: Bearer ${key}`,
      'content-type: application/json',
      'connection: close',
    ]
    const reply = await rawRequest(posthorn.service('api').url, [...head, rest].join('\r\n'))
    expect([reply.status, JSON.parse(reply.body)]).toMatchObject([413, { code: 'payload_too_large' }])
  })

  const publish = (path: string, body: string) =>
    posthorn.api.as(key).post<PublishedBatch>(`${tenant.path}/${path}`, body)

  it(
    'suffices for concurrent batches of a tenant, whatever memory their parsed data takes',
    async () => {
      const item = `{"type":"order.paid","data":${nestedLists(20 * KIB)}}`
      const body = `{"events":[${Array(1000).fill(item).join()}]}`
      const replies = await Promise.all([1, 2, 3].map(() => publish('events/batch', body)))
      expect(replies.map(({ status, body: { data } }) => [status, data.length])).toEqual(
        replies.map(() => [202, 1000]),
      )
    },
    TEST_MS,
  )

  it.each(['a filter', 'a schema'])(
    'suffices for large events that are published concurrently, when %s reads their data',
    async (reader) => {
      const type = reader === 'a schema' ? 'order.checked' : 'order.paid'
      if (reader === 'a schema') {
        const schema = { properties: { b: { type: 'string' } } }
        await posthorn.api.post('/v1/event-types', { name: type, schema })
      } else await tenant.endpoint({ url: 'https://example.com/', filter: { b: 1 } })
      const body = `{"type":"${type}","data":${nestedLists(MIB)}}`
      const replies = await Promise.all(Array.from({ length: 12 }, () => publish('events', body)))
      expect(replies.map(({ status }) => status)).toEqual(Array(12).fill(202))
    },
    TEST_MS,
  )
})
