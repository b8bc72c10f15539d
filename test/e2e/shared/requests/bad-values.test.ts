import { once } from 'node:events'
import { connect } from 'node:net'
import type { Endpoint, InboundRequest, Page } from '@posthorn/contracts'
import { beforeAll, describe, expect, it } from 'vitest'
import { problem } from '../../../harness/expected.ts'
import { ADMIN_KEY, type Tenant } from '../../../harness/posthorn.ts'
import { sharedPosthorn } from '../../../harness/shared/shared-posthorn.ts'
import { sendWebhook, stripeWebhook } from '../../../harness/webhooks.ts'

/** Fewer than a body may have, but as many bytes as it may have. */
const MANY = 9_000
const URL = 'https://example.com/webhooks'
const SECRET = 'whsec_of_stripe'
const INTEGER = 'expected a whole number'

/** Matches a 400 that names one field. */
const wrong = (path: string, message: string) =>
  problem(400, 'invalid_request', `${path}: ${message}`, [{ path, message }])

const listOf = (item: string, count = MANY) => `[${Array(count).fill(item).join()}]`
const membersOf = (count: number) => Array.from({ length: count }, (_none, number) => `"k${number}":1`).join()
const members = membersOf(MANY)

describe('the API', () => {
  const posthorn = sharedPosthorn('idle')
  let tenant: Tenant
  beforeAll(async () => {
    tenant = await posthorn.createTenant()
  })

  const create = (fields: string) =>
    posthorn.api.post<Endpoint>(`${tenant.path}/endpoints`, `{"url":"${URL}",${fields}}`)

  it.each([
    ['"timeoutSeconds":1e400', 'timeoutSeconds', 'expected a number, got one that is too large'],
    ['"timeoutSeconds":-1e400', 'timeoutSeconds', 'expected a number, got one that is too large'],
    ['"timeoutSeconds":5.0000001', 'timeoutSeconds', INTEGER],
    ['"timeoutSeconds":5e-324', 'timeoutSeconds', INTEGER],
    ['"timeoutSeconds":-0', 'timeoutSeconds', 'must be at least 1'],
    ['"retrySchedule":[1,604801]', 'retrySchedule.1', 'must be at most 604800'],
    ['"maxInFlight":2147483648', 'maxInFlight', 'must be at most 1000'],
    [
      '"metadata":{"a":[1e400]}',
      'metadata',
      'must not contain NUL characters, lone surrogates, or numbers greater than 1.7976931348623157e308',
    ],
    ['"metadata":{"__proto__":1}', 'metadata.__proto__', 'must not be used as a name'],
  ])('refuses the number or name in %s', async (fields, path, message) => {
    expect(await create(fields)).toEqual(wrong(path, message))
  })

  it.each([
    ['"timeoutSeconds":5.0', { timeoutSeconds: 5 }],
    ['"timeoutSeconds":50e-1', { timeoutSeconds: 5 }],
    ['"retrySchedule":[-0]', { retrySchedule: [0] }],
    [
      '"metadata":{"constructor":{"prototype":1},"toString":0}',
      { metadata: { constructor: { prototype: 1 }, toString: 0 } },
    ],
  ])('accepts %s, and returns it', async (fields, shown) => {
    const created = await create(fields)
    expect(created).toMatchObject({ status: 201 })
    expect((await posthorn.api.get(`${tenant.path}/endpoints/${created.body.id}`)).body).toMatchObject(shown)
  })

  it.each([
    ['event types', `"eventTypes":${listOf('1')}`, 'eventTypes', 'must have at most 100 items'],
    [
      'strings as event types',
      `"eventTypes":${listOf('"*.x"')}`,
      'eventTypes',
      'must have at most 100 items',
    ],
    ['steps', `"retrySchedule":${listOf('-1')}`, 'retrySchedule', 'must have at most 50 items'],
    ['schemes', `"signatures":${listOf('"standard"')}`, 'signatures', 'must have at most 3 items'],
    ['headers', `"headers":{${members}}`, 'headers', 'must not be larger than 32768 bytes of JSON'],
    [
      'numbers as metadata',
      `"metadata":{"a":${listOf('1')}}`,
      'metadata',
      'must not be larger than 8192 bytes of JSON',
    ],
    [
      'objects as metadata',
      `"metadata":{"a":${listOf('{}')}}`,
      'metadata',
      'must not be larger than 8192 bytes of JSON',
    ],
    [
      'invalid numbers as metadata',
      `"metadata":{"a":${listOf('1e400')}}`,
      'metadata',
      'must not be larger than 8192 bytes of JSON',
    ],
    [
      'members as metadata',
      `"metadata":{${members}}`,
      'metadata',
      'must not be larger than 8192 bytes of JSON',
    ],
    ['members as a filter', `"filter":{${members}}`, 'filter', 'must not be larger than 8192 bytes of JSON'],
    [
      'conditions as a filter',
      `"filter":{"$or":${listOf('{}')}}`,
      'filter',
      'must not be larger than 8192 bytes of JSON',
    ],
  ])('refuses thousands of %s', async (_what, fields, path, message) => {
    expect(await create(fields)).toEqual(wrong(path, message))
  })

  it.each([
    ['members', membersOf(90_000)],
    ['numbers', `"metadata":{"a":${listOf('1', 500_000)}}`],
    ['text', `"description":"${'x'.repeat(300 * 1024)}"`],
  ])('refuses a body of more than 256 KiB without parsing it: %s', async (_what, fields) => {
    const detail = 'The body is larger than this path takes.'
    expect(await create(fields)).toEqual(problem(413, 'payload_too_large', expect.stringContaining(detail)))
  })

  it('refuses a body of more than 10,000 values', async () => {
    expect(await create(`"metadata":{"a":${listOf('1', 11_000)}}`)).toMatchObject({
      status: 400,
      body: { code: 'invalid_request', detail: expect.stringContaining('10000 values') },
    })
  })

  it('names the first 20 errors, and their total number', async () => {
    const answer = await create(members)
    expect([answer.status, answer.body]).toEqual([
      400,
      expect.objectContaining({
        detail: expect.stringMatching(/^k0: unknown field; .*; and 8980 more$/),
        errors: Array.from({ length: 20 }, (_none, number) => ({
          path: `k${number}`,
          message: 'unknown field',
        })),
      }),
    ])
  })

  it('truncates a very long name', async () => {
    const path = `${'k'.repeat(512)}…`
    expect(await create(`"${'k'.repeat(100_000)}":1`)).toEqual(wrong(path, 'unknown field'))
  })

  it.each([
    [999_999_999_999_999, 'a'],
    [-1, 'a'],
  ])('refuses a cursor of tenants with the time %d', async (ms, id) => {
    const cursor = Buffer.from(`tenant:${ms} ${id}`).toString('base64url')
    expect(await posthorn.api.get(`/v1/tenants?cursor=${cursor}`)).toMatchObject({
      status: 400,
      body: { code: 'invalid_cursor' },
    })
  })

  it('accepts a cursor of tenants with any other time', async () => {
    const cursor = Buffer.from('tenant:99999999999999 a').toString('base64url')
    expect(await posthorn.api.get(`/v1/tenants?cursor=${cursor}`)).toMatchObject({ status: 200 })
  })

  /** Sends raw bytes, and returns the status and the code of the reply. */
  async function sendRaw(service: 'api' | 'ingest', head: string[], body = ''): Promise<[number, string]> {
    const { hostname, port } = new globalThis.URL(posthorn.service(service).url)
    const socket = connect(Number(port), hostname)
    let answer = ''
    socket.on('data', (chunk: Buffer) => (answer += chunk.toString()))
    socket.write(Buffer.from([...head, 'Connection: close', '', body].join('\r\n'), 'latin1'))
    await once(socket, 'close')
    return [Number(answer.slice(9, 12)), /"code":"(\w+)"/.exec(answer)?.[1] ?? '']
  }

  it.each([
    ['a NUL in a header', ['GET /v1/tenants HTTP/1.1', 'Host: x', 'X-A: a\0b'], 'malformed_http'],
    [
      'a control character in a header',
      ['GET /v1/tenants HTTP/1.1', 'Host: x', 'User-Agent: a\x01b'],
      'malformed_http',
    ],
    ['a header without a name', ['GET /v1/tenants HTTP/1.1', 'Host: x', ': a'], 'malformed_http'],
    ['a NUL in the path', ['GET /v1/ten\0ants HTTP/1.1', 'Host: x'], 'malformed_http'],
    [
      'two content-length headers',
      ['POST /v1/tenants HTTP/1.1', 'Host: x', 'Content-Length: 1', 'Content-Length: 2'],
      'malformed_http',
    ],
    [
      'a negative content-length',
      ['POST /v1/tenants HTTP/1.1', 'Host: x', 'Content-Length: -1'],
      'malformed_http',
    ],
  ])('answers 400 to %s', async (_what, head, code) => {
    expect(await sendRaw('api', head)).toEqual([400, code])
    expect(await sendRaw('ingest', head)).toEqual([400, code])
  })

  it.each([
    ['/v1/tenants/a%00b', 400],
    ['/v1/tenants/%', 404],
    ['/v1/tenants/%c0%af', 404],
    ['/v1/tenants/..%2f..%2fetc', 400],
    ['/v1/tenants/\xff', 400],
    ['//v1//tenants', 404],
    ['/v1/tenants;a=b', 404],
    ['*', 404],
    ['http://elsewhere.example/v1/tenants/a%20b', 400],
  ])('answers the path %s with %d', async (path, status) => {
    const head = [`GET ${path} HTTP/1.1`, 'Host: x', `Authorization: Bearer ${ADMIN_KEY}`]
    expect((await sendRaw('api', head))[0]).toBe(status)
  })

  it('stores what an inbound webhook says about itself unchanged', async () => {
    const { id, ingestUrl } = await tenant.source({ name: 's', provider: 'stripe', secrets: [SECRET] })
    const webhook = stripeWebhook(SECRET, '{"id":"evt_1","type":"a"}')
    const answer = await sendWebhook(ingestUrl, {
      ...webhook,
      headers: {
        ...webhook.headers,
        'content-type': 'nonsense;;\t\xff',
        'user-agent': `\x85\xa0${'x'.repeat(600)}`,
        traceparent: '00-nonsense',
        'x-request-id': '\xff',
      },
    })
    expect(answer.status).toBe(202)
    const { body } = await posthorn.api.get<Page<InboundRequest>>(`${tenant.path}/sources/${id}/requests`)
    expect(body.data).toMatchObject([
      { contentType: 'nonsense;;\t\xff', userAgent: `\x85\xa0${'x'.repeat(510)}` },
    ])
  })

  it('has answered all this without a 5xx', () => {
    expect(posthorn.service('api').logged('http_request.failed')).toEqual([])
    expect(posthorn.service('ingest').logged('http_request.failed')).toEqual([])
  })
})
