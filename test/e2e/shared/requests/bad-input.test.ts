import { readFileSync } from 'node:fs'
import { type Delivery, newId, type Page, type PublishedEvent, type StartedJob } from '@posthorn/contracts'
import { request } from 'undici'
import { beforeAll, describe, expect, it } from 'vitest'
import { problem } from '../../../harness/expected.ts'
import { ADMIN_KEY, type Tenant } from '../../../harness/posthorn.ts'
import { sharedPosthorn } from '../../../harness/shared/shared-posthorn.ts'

type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'
type Row = readonly [method: Method, path: string, operation: Operation]

interface Operation {
  security: unknown[]
  parameters?: { name?: string; in?: string }[]
  requestBody?: unknown
}

/**
 * Every operation of the API that needs a key, as `docs/openapi.json` describes it: new operations are tested too.
 */
const OPERATIONS: Row[] = Object.entries(
  JSON.parse(readFileSync('docs/openapi.json', 'utf8')).paths as Record<string, Record<string, Operation>>,
)
  .filter(([path]) => path.startsWith('/v1/'))
  .flatMap(([path, methods]) =>
    Object.entries(methods).map(
      ([method, operation]): Row => [method.toUpperCase() as Method, path, operation],
    ),
  )

const WRITES = OPERATIONS.filter(([method]) => method !== 'GET')
const WITH_BODY = WRITES.filter(([, , { requestBody }]) => requestBody !== undefined)
/** Items of a batch are validated one by one. */
const STRICT = WRITES.filter(([, path]) => !path.endsWith('/batch'))
const WITHOUT_BODY = WRITES.filter(([, , { requestBody }]) => requestBody === undefined)
const NAMED = (name: string) => OPERATIONS.filter(([, path]) => path.includes(`{${name}}`))
const LISTS = OPERATIONS.filter(([, , { parameters }]) => parameters?.some(({ name }) => name === 'cursor'))

/** Ids of the right kind, by the preceding part of the path. Initially none of them exists. */
const ids: Record<string, string> = {
  endpoints: 'ep_01h455vb4pex5vsknk084sn02q',
  relays: 'ep_01h455vb4pex5vsknk084sn02q',
  sources: 'src_01h455vb4pex5vsknk084sn02q',
  events: 'evt_01h455vb4pex5vsknk084sn02q',
  deliveries: 'dlv_01h455vb4pex5vsknk084sn02q',
  keys: 'key_01h455vb4pex5vsknk084sn02q',
  jobs: 'job_01h455vb4pex5vsknk084sn02q',
  requests: newId('request'),
  'portal-links': 'plk_01h455vb4pex5vsknk084sn02q',
  sessions: 'ses_01h455vb4pex5vsknk084sn02q',
}

const ID_EXPECTED = /^expected ("current" or )?an id that begins with "\w+_"$/

/** Matches a 400 that names one field. */
const wrong = (path: string, message: string) =>
  problem(400, 'invalid_request', path === '' ? message : `${path}: ${message}`, [{ path, message }])

describe('every operation', () => {
  const posthorn = sharedPosthorn('idle')
  let tenant: Tenant
  beforeAll(async () => {
    tenant = await posthorn.createTenant()
    ids['endpoints'] = (await tenant.endpoint({ url: 'https://example.com/' })).id
    ids['relays'] = (await posthorn.api.post<{ id: string }>(`${tenant.path}/relays`, { name: 'r' })).body.id
    ids['sources'] = (await tenant.source({ name: 's', provider: 'stripe', secrets: ['whsec_1'] })).id
    const event = { type: 'order.completed', data: {} }
    ids['events'] = (await posthorn.api.post<PublishedEvent>(`${tenant.path}/events`, event)).body.id
    const deliveries = await posthorn.api.get<Page<Delivery>>(`${tenant.path}/deliveries`)
    ids['deliveries'] = deliveries.body.data[0]?.id ?? ''
    const search = { filter: {}, from: '2020-01-01T00:00:00.000Z' }
    ids['jobs'] = (await posthorn.api.post<StartedJob>(`${tenant.path}/events/search`, search)).body.jobId
  })

  const pathOf = (template: string, given: Record<string, string> = {}) =>
    template
      .replace('{tenant}', given['tenant'] ?? tenant.id)
      .replace('{name}', given['name'] ?? 'order.completed')
      .replace(/([\w-]+)\/\{id\}/, (_all, kind: string) => `${kind}/${given['id'] ?? ids[kind]}`)

  async function send(method: Method, path: string, body?: string) {
    const answer = await request(`${posthorn.service('api').url}${path}`, {
      method,
      headers: {
        authorization: `Bearer ${ADMIN_KEY}`,
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      },
      body: body ?? null,
    })
    const text = await answer.body.text()
    return { status: answer.statusCode, headers: answer.headers, text, body: JSON.parse(text || 'null') }
  }

  it('is listed', () => {
    expect(OPERATIONS.length).toBeGreaterThan(45)
    expect(LISTS.length).toBeGreaterThan(12)
  })

  it.each(OPERATIONS)('%s %s refuses an unknown query parameter', async (method, path) => {
    expect(
      await send(method, `${pathOf(path)}?colour=red`, method === 'GET' ? undefined : '{}'),
    ).toMatchObject({
      status: 400,
      body: { errors: expect.arrayContaining([{ path: 'colour', message: 'unknown field' }]) },
    })
  })

  describe.each([
    ['tenant', '.bad', 'expected 1 to 64 of A-Z a-z 0-9 . _ - beginning with a letter or digit'],
    ['tenant', 'a%00b', 'expected 1 to 64 of A-Z a-z 0-9 . _ - beginning with a letter or digit'],
    ['name', 'a..b', 'expected at most 128 characters: dot-separated parts of A-Z a-z 0-9 _ -'],
    ['id', 'xyz_01h455vb4pex5vsknk084sn02q', expect.stringMatching(ID_EXPECTED)],
    ['id', '%2e%2e%2f%00', expect.stringMatching(ID_EXPECTED)],
  ])('with the %s "%s" in its path', (name, value, message) => {
    it.each(NAMED(name))('is refused: %s %s', async (method, path) => {
      const answer = await send(method, pathOf(path, { [name]: value }), method === 'GET' ? undefined : '{}')
      expect([answer.status, answer.body.errors]).toEqual([400, [{ path: `params.${name}`, message }]])
    })
  })

  describe.each(['[]', '1', '"text"', 'true'])('with the body %s', (body) => {
    it.each(WITH_BODY)('is refused: %s %s', async (method, path) => {
      expect(await send(method, pathOf(path), body)).toEqual(
        wrong('', expect.stringMatching(/^expected an object, got /) as unknown as string),
      )
    })

    it.each(WITHOUT_BODY)('is refused: %s %s', async (method, path) => {
      expect(await send(method, pathOf(path), body)).toEqual(wrong('', 'this path accepts no body'))
    })
  })

  it.each(WITH_BODY)('%s %s refuses an unknown field', async (method, path) => {
    const { status, body } = await send(method, pathOf(path), '{"colour":"red"}')
    expect([status, body.errors]).toEqual([
      400,
      expect.arrayContaining([{ path: 'colour', message: 'unknown field' }]),
    ])
  })

  it.each(STRICT)('%s %s refuses a duplicate name at any depth', async (method, path) => {
    expect(await send(method, pathOf(path), '{"a":[{"b":1,"\\u0062":2}]}')).toEqual(
      wrong('a.0.b', 'duplicate name'),
    )
  })

  it.each(STRICT)('%s %s refuses a name that could change object prototypes', async (method, path) => {
    expect(await send(method, pathOf(path), '{"a":{"__proto__":{}}}')).toEqual(
      wrong('a.__proto__', 'must not be used as a name'),
    )
  })

  it.each(WRITES)('%s %s refuses a body that is not JSON', async (method, path) => {
    expect(await send(method, pathOf(path), '{"a":')).toEqual(problem(400, 'malformed_json', 'expected JSON'))
  })

  it.each(LISTS)('%s %s refuses invalid limits and cursors', async (method, path) => {
    const list = pathOf(path)
    const limit = 'expected a whole number from 1 to 250, in plain digits'
    for (const text of ['0', '251', '0x10', '1e1', '%201', '1.0', '-1', '٣']) {
      expect(await send(method, `${list}?limit=${text}`)).toEqual(wrong('limit', limit))
    }
    expect(await send(method, `${list}?limit=1&limit=1`)).toEqual(wrong('limit', limit))
    for (const cursor of ['x', Buffer.from('thing:1').toString('base64url')]) {
      const { status, body } = await send(method, `${list}?cursor=${cursor}`)
      expect([status, body.code]).toEqual([400, 'invalid_cursor'])
    }
  })

  it('has answered all this without a 5xx', () => {
    expect(posthorn.service('api').logged('http_request.failed')).toEqual([])
  })
})
