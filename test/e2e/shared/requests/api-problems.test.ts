import { beforeAll, describe, expect, it } from 'vitest'
import { problem, reply } from '../../../harness/expected.ts'
import type { Tenant } from '../../../harness/posthorn.ts'
import { sharedPosthorn } from '../../../harness/shared/shared-posthorn.ts'

const URL = 'https://example.com/webhooks'
const UNSTORABLE = 'must not contain NUL characters or lone surrogates'
const TYPE_FILTER = 'expected an event type, or a prefix followed by .*'

/** Matches a 400 that names one field. */
const wrong = (path: string, message: string) =>
  problem(400, 'invalid_request', path === '' ? message : `${path}: ${message}`, [{ path, message }])

const BODY_MISSING = 'a body is required: send a JSON object'
const NUMBER = 'expected a whole number from 1 to 250, in plain digits'

const cursorOf = (text: string) => Buffer.from(text).toString('base64url')
const nested = (levels: number) => `${'{"a":'.repeat(levels)}1${'}'.repeat(levels)}`

describe('the API refuses', () => {
  const posthorn = sharedPosthorn('strict')
  let tenant: Tenant
  beforeAll(async () => {
    tenant = await posthorn.createTenant()
  })

  const post = (path: string, body: unknown, headers?: Record<string, string>) =>
    posthorn.api.post(`${tenant.path}${path}`, body, headers)

  describe('a body', () => {
    it.each<[string, string | Uint8Array]>([
      ['that is cut off', '{"url":"https://exam'],
      ['with a trailing comma', '{"url":"https://example.com/",}'],
      ['that begins with a byte order mark', '\ufeff{}'],
    ])('%s', async (_name, body) => {
      expect(await post('/endpoints', body)).toEqual(problem(400, 'malformed_json', 'expected JSON'))
    })

    it('that is not UTF-8', async () => {
      const body = Buffer.from('{"url":"https://example.com/\u00ff"}', 'latin1')
      expect(await post('/endpoints', body)).toEqual(problem(400, 'malformed_json', 'expected UTF-8'))
    })

    it('nested more than 100 levels deep, but not one of 100', async () => {
      expect(await post('/events', `{"type":"a","data":${nested(99)}}`)).toMatchObject({ status: 202 })
      expect(await post('/events', `{"type":"a","data":${nested(100)}}`)).toEqual(
        wrong(`data${'.a'.repeat(99)}`, 'must not be nested deeper than 100 levels'),
      )
      expect(await post('/events', '['.repeat(1_000_000))).toEqual(
        wrong(`0${'.0'.repeat(99)}`, 'must not be nested deeper than 100 levels'),
      )
    })

    it.each([
      ['null', BODY_MISSING],
      ['[]', 'expected an object, got an array'],
      ['"text"', 'expected an object, got a string'],
      ['1', 'expected an object, got a number'],
    ])('that is %s', async (body, message) => {
      expect(await post('/endpoints', body)).toEqual(wrong('', message))
    })

    it.each<[string, string | undefined, Record<string, string>]>([
      ['missing', undefined, {}],
      ['empty', '', {}],
      ['empty, sent as text', '', { 'content-type': 'text/plain' }],
      ['empty, of an unknown content type', '', { 'content-type': 'nonsense;;' }],
    ])('that is %s', async (_name, body, headers) => {
      expect(await post('/endpoints', body, headers)).toEqual(wrong('', BODY_MISSING))
    })

    it.each(['text/plain', 'application/x-www-form-urlencoded', 'application/xml', 'json', 'nonsense;;', ''])(
      'of the content type "%s"',
      async (contentType) => {
        expect(
          await post('/endpoints', JSON.stringify({ url: URL }), { 'content-type': contentType }),
        ).toEqual(problem(415, 'unsupported_media_type', 'Send JSON with content-type: application/json.'))
      },
    )

    it.each(['gzip', 'br', 'gzip, identity', 'utf-8'])('with the content encoding "%s"', async (encoding) => {
      const answer = await post('/endpoints', JSON.stringify({ url: URL }), { 'content-encoding': encoding })
      const detail = `The content-encoding "${encoding}" is not supported: send the body uncompressed.`
      expect(answer).toEqual(problem(415, 'unsupported_media_type', detail))
      expect(answer.headers['accept-encoding']).toBe('identity')
    })

    it('of more than 1 MiB, but not one of exactly 1 MiB', async () => {
      const frame = '{"type":"a","data":{"text":""}}'
      const bodyOf = (bytes: number) => frame.replace('""', `"${'x'.repeat(bytes - frame.length)}"`)
      expect(await post('/events', bodyOf(1024 * 1024))).toMatchObject({ status: 202 })
      expect(await post('/events', bodyOf(1024 * 1024 + 1))).toEqual(
        problem(413, 'payload_too_large', 'The body is larger than this path takes.'),
      )
    })
  })

  describe('a query', () => {
    const ID = 'evt_01h455vb4pex5vsknk084sn02q'
    const notOne = problem(
      400,
      'invalid_cursor',
      'The cursor does not belong to this list. Use its nextCursor.',
      [{ path: 'cursor', message: 'expected the nextCursor of this list' }],
    )

    it.each([
      ['limit=0', 'limit', NUMBER],
      ['limit=-1', 'limit', NUMBER],
      ['limit=251', 'limit', NUMBER],
      ['limit=abc', 'limit', NUMBER],
      ...['', '1.5', '+5', '0x10', '1e2', '%205', '5%20', '-0', 'Infinity', '9'.repeat(400)].map(
        (text): [string, string, string] => [`limit=${text}`, 'limit', NUMBER],
      ),
      ['limit=1&limit=2', 'limit', NUMBER],
      ['limit[]=1', 'limit[]', 'unknown field'],
      ['__proto__=1', '__proto__', 'unknown field'],
      ['colour=red', 'colour', 'unknown field'],
      ['cursor=', 'cursor', 'must have at least 1 character'],
      [`cursor=${'a'.repeat(513)}`, 'cursor', 'must have at most 512 characters'],
      ['type=order.*.*', 'type', TYPE_FILTER],
      ['type=*', 'type', TYPE_FILTER],
      ['sourceId=ep_1', 'sourceId', 'expected an id that begins with "src_"'],
      ['externalId=%00', 'externalId', UNSTORABLE],
      ['from=yesterday', 'from', 'expected a time with an offset, like 2026-11-21T20:24:50Z'],
      ['to=2026-01-01', 'to', 'expected a time with an offset, like 2026-11-21T20:24:50Z'],
      ['to=2026-01-01T00:00:00Z&to=2026-01-01T00:00:00Z', 'to', 'expected a string, got an array'],
      ['from=1969-12-31T23:59:59Z', 'from', 'must be in the years 1970 to 9999'],
      ['to=9999-12-31T23:59:59-01:00', 'to', 'must be in the years 1970 to 9999'],
      [`from=2026-01-01T00:00:00.${'0'.repeat(64)}Z`, 'from', 'must have at most 64 characters'],
      ['from=2026-01-01T00:00:00.001Z&to=2026-01-01T00:00:00Z', 'from', 'must not be later than "to"'],
    ])('?%s', async (query, field, message) => {
      expect(await posthorn.api.get(`${tenant.path}/events?${query}`)).toEqual(wrong(field, message))
    })

    it.each([
      ['that is not a cursor', 'nonsense'],
      ['that is not text', '%00%ff'],
      ['of another list', cursorOf('delivery:dlv_01h455vb4pex5vsknk084sn02q')],
      ['of this list with a position of another', cursorOf('event:dlv_01h455vb4pex5vsknk084sn02q')],
      ['that has more after its end', cursorOf(`event:${ID}' OR 1=1`)],
      ['without a position', cursorOf('event:')],
    ])('with a cursor %s', async (_name, cursor) => {
      expect(await posthorn.api.get(`${tenant.path}/events?cursor=${cursor}`)).toEqual(notOne)
    })

    it('but not with a cursor of this list, whether its row exists or not', async () => {
      expect(await posthorn.api.get(`${tenant.path}/events?cursor=${cursorOf(`event:${ID}`)}`)).toEqual(
        reply(200, { data: [], nextCursor: null }),
      )
    })
  })

  describe('a path', () => {
    const TENANT_ID = 'expected 1 to 64 of A-Z a-z 0-9 . _ - beginning with a letter or digit'
    const ENDPOINT_ID = 'expected an id that begins with "ep_"'

    it.each([
      ['/endpoints/evt_01h455vb4pex5vsknk084sn02q', 'params.id', ENDPOINT_ID],
      ['/endpoints/ep_%00', 'params.id', ENDPOINT_ID],
      ['/endpoints/', 'params.id', ENDPOINT_ID],
      [`/events/ep_01h455vb4pex5vsknk084sn02q`, 'params.id', 'expected an id that begins with "evt_"'],
    ])('with an id of another kind: %s', async (path, field, message) => {
      expect(await posthorn.api.get(`${tenant.path}${path}`)).toEqual(wrong(field, message))
    })

    it.each(['.bad', 'a%00b', 'a%2Fb', 'a'.repeat(65), '%C3%A4'])('with the tenant %s', async (id) => {
      expect(await posthorn.api.put(`/v1/tenants/${id}`, {})).toEqual(wrong('params.tenant', TENANT_ID))
      expect(await posthorn.api.get(`/v1/tenants/${id}`)).toEqual(wrong('params.tenant', TENANT_ID))
    })

    it.each([
      ['/nothing', 'There is no GET /nothing.'],
      ['/v1/nothing?a=b', 'There is no GET /v1/nothing.'],
      ['/v1/tenants/acme/endpoints/ep_1/nothing', 'There is no GET /v1/tenants/acme/endpoints/ep_1/nothing.'],
      ['/v1/tenants/%zz', 'The path is not a valid URL.'],
      [`/v1/tenants/${'a'.repeat(257)}`, 'The path has a part that is too long to name anything.'],
    ])('that is unknown: %s', async (path, detail) => {
      expect(await posthorn.api.get(path)).toEqual(problem(404, 'not_found', detail))
      expect(await posthorn.api.as('an-unknown-key').get(path)).toEqual(problem(404, 'not_found', detail))
    })
  })
})
