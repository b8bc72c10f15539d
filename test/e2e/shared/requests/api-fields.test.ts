import { beforeAll, describe, expect, it } from 'vitest'
import { problem } from '../../../harness/expected.ts'
import type { Tenant } from '../../../harness/posthorn.ts'
import { sharedPosthorn } from '../../../harness/shared/shared-posthorn.ts'

const URL = 'https://example.com/webhooks'
const PATTERN = 'expected an event type, a prefix followed by .*, or * alone'
const UNSTORABLE = 'must not contain NUL characters or lone surrogates'
const UNSTORABLE_JSON =
  'must not contain NUL characters, lone surrogates, or numbers greater than 1.7976931348623157e308'
const TYPE = 'expected at most 128 characters: dot-separated parts of A-Z a-z 0-9 _ -'
const YEARS = 'must be in the years 1970 to 9999'

type Row = [name: string, body: unknown, path: string, message: string]

/** Matches a 400 that names one field. */
const wrong = (path: string, message: string) =>
  problem(400, 'invalid_request', `${path}: ${message}`, [{ path, message }])

describe('the API refuses', () => {
  const posthorn = sharedPosthorn('strict')
  let tenant: Tenant
  beforeAll(async () => {
    tenant = await posthorn.createTenant()
  })

  const post = (path: string, body: unknown) => posthorn.api.post(`${tenant.path}${path}`, body)

  describe('an endpoint', () => {
    it.each<Row>([
      ['without its URL', {}, 'url', 'is required: expected a string'],
      ['with an unknown field', { url: URL, colour: 'red' }, 'colour', 'unknown field'],
      [
        'with a field that has fields',
        `{"url":"${URL}","__proto__":{}}`,
        '__proto__',
        'must not be used as a name',
      ],
      ['with a number instead of a string', { url: 1 }, 'url', 'expected a string, got a number'],
      [
        'with a string instead of a number',
        { url: URL, timeoutSeconds: '5' },
        'timeoutSeconds',
        'expected a number, got a string',
      ],
      [
        'with a string instead of a boolean',
        { url: URL, enabled: 'yes' },
        'enabled',
        'expected true or false, got a string',
      ],
      [
        'with a string instead of an array',
        { url: URL, eventTypes: '*' },
        'eventTypes',
        'expected an array, got a string',
      ],
      ['with null', { url: URL, description: null }, 'description', 'expected a string, got null'],
      [
        'with a fractional timeout',
        { url: URL, timeoutSeconds: 1.5 },
        'timeoutSeconds',
        'expected a whole number',
      ],
      ['with a timeout of 0', { url: URL, timeoutSeconds: 0 }, 'timeoutSeconds', 'must be at least 1'],
      ['with a timeout of 31', { url: URL, timeoutSeconds: 31 }, 'timeoutSeconds', 'must be at most 30'],
      [
        'with an unknown enum value',
        { url: URL, retryOn: 'never' },
        'retryOn',
        'expected one of "server-errors", "any-failure"',
      ],
      ['with no event types', { url: URL, eventTypes: [] }, 'eventTypes', 'must have at least 1 item'],
      [
        'with an invalid pattern in its list',
        { url: URL, eventTypes: ['order.*', '*.paid'] },
        'eventTypes.1',
        PATTERN,
      ],
      [
        'with an invalid number in its list',
        { url: URL, retrySchedule: [1, 5, -1] },
        'retrySchedule.2',
        'must be at least 0',
      ],
      [
        'with a duplicate event type',
        { url: URL, eventTypes: ['order.*', 'user.created', 'order.*'] },
        'eventTypes',
        'must not name an event type twice',
      ],
      [
        'with a duplicate scheme',
        { url: URL, signatures: ['sha256', 'sha256'] },
        'signatures',
        'must not name a scheme twice',
      ],
      [
        'with metadata of six levels',
        { url: URL, metadata: { a: { b: { c: { d: { e: {} } } } } } },
        'metadata',
        'must not be nested deeper than 5 levels',
      ],
      [
        'with metadata of 9 kB',
        { url: URL, metadata: { a: 'x'.repeat(9000) } },
        'metadata',
        'must not be larger than 8192 bytes of JSON',
      ],
      ['with NUL in a string', { url: URL, description: 'a\0b' }, 'description', UNSTORABLE],
      ['with a lone surrogate in a string', { url: URL, description: '\ud800' }, 'description', UNSTORABLE],
      ['with NUL in its metadata', { url: URL, metadata: { a: ['\0'] } }, 'metadata', UNSTORABLE_JSON],
      ['with NUL in a name in metadata', { url: URL, metadata: { '\0': 1 } }, 'metadata', UNSTORABLE_JSON],
      [
        'with a lone surrogate in its metadata',
        { url: URL, metadata: { a: '\udfff' } },
        'metadata',
        UNSTORABLE_JSON,
      ],
      ['with NUL in its URL', { url: `${URL}\0` }, 'url', UNSTORABLE],
      ['without https', { url: 'http://example.com/' }, 'url', 'HTTPS required'],
      ['with credentials', { url: 'https://user:secret@example.com/' }, 'url', 'must not carry credentials'],
      ['with a fragment', { url: `${URL}#top` }, 'url', 'must not have a fragment'],
    ])('%s', async (_name, body, path, message) => {
      expect(await post('/endpoints', body)).toEqual(wrong(path, message))
    })

    it('with several invalid fields, and names each', async () => {
      const body = { eventTypes: ['a b', 'order.*', '*.x'], colour: 'red', size: 1 }
      expect(await post('/endpoints', body)).toEqual(
        problem(
          400,
          'invalid_request',
          `url: is required: expected a string; eventTypes.0: ${PATTERN}; eventTypes.2: ${PATTERN}; colour: unknown field; size: unknown field`,
          [
            { path: 'url', message: 'is required: expected a string' },
            { path: 'eventTypes.0', message: PATTERN },
            { path: 'eventTypes.2', message: PATTERN },
            { path: 'colour', message: 'unknown field' },
            { path: 'size', message: 'unknown field' },
          ],
        ),
      )
    })

    it('but not with escaped backslashes that only look like NUL', async () => {
      const metadata = { pattern: '\\u0000-\\ud800' }
      expect(await post('/endpoints', { url: URL, metadata })).toMatchObject({
        status: 201,
        body: { metadata },
      })
    })
  })

  describe('an event', () => {
    it.each<Row>([
      ['without data', { type: 'a' }, 'data', 'is required: expected an object'],
      ['with an array as data', { type: 'a', data: [] }, 'data', 'expected an object, got an array'],
      ['with an empty segment in its type', { type: 'a..b', data: {} }, 'type', TYPE],
      ['with a type of 129 characters', { type: 'a'.repeat(129), data: {} }, 'type', TYPE],
      [
        'with a reserved type',
        { type: 'posthorn.endpoint.disabled', data: {} },
        'type',
        'posthorn is reserved for events of Posthorn itself',
      ],
      ['with an empty id', { type: 'a', data: {}, id: '' }, 'id', 'must have at least 1 character'],
      [
        'with an id of 257 characters',
        { type: 'a', data: {}, id: 'x'.repeat(257) },
        'id',
        'must have at most 256 characters',
      ],
      ['with NUL in its id', { type: 'a', data: {}, id: '\0' }, 'id', UNSTORABLE],
      [
        'with a word as its time',
        { type: 'a', data: {}, timestamp: 'yesterday' },
        'timestamp',
        'expected a time with an offset, like 2026-11-21T20:24:50Z',
      ],
      [
        'with a time without a zone',
        { type: 'a', data: {}, timestamp: '2026-01-02T03:04:05' },
        'timestamp',
        'expected a time with an offset, like 2026-11-21T20:24:50Z',
      ],
      [
        'with a day that does not exist',
        { type: 'a', data: {}, timestamp: '2026-02-30T00:00:00Z' },
        'timestamp',
        'expected a time with an offset, like 2026-11-21T20:24:50Z',
      ],
      [
        'with a time before 1970',
        { type: 'a', data: {}, timestamp: '1969-12-31T23:59:59Z' },
        'timestamp',
        YEARS,
      ],
      [
        'with a time after 9999',
        { type: 'a', data: {}, timestamp: '9999-12-31T23:59:59-01:00' },
        'timestamp',
        YEARS,
      ],
    ])('%s', async (_name, body, path, message) => {
      expect(await post('/events', body)).toEqual(wrong(path, message))
    })

    it.each<[path: string, body: string]>([
      ['data', '{"type":"a","data":{"a":1},"data":{"a":2}}'],
      ['data', '{"type":"a","data":{},"d\\u0061ta":{}}'],
      ['type', '{"type":"a","data":{},"type":"b"}'],
      ['data.items.1.id', '{"type":"a","data":{"items":[{"id":1},{"id":1,"id":2}]}}'],
    ])('with duplicate %s: %s', async (path, body) => {
      expect(await post('/events', body)).toEqual(wrong(path, 'duplicate name'))
    })

    it('with a name in its data that could change object prototypes', async () => {
      const body = '{"type":"a","data":{"a":[{"__proto__":{"admin":true}}]}}'
      expect(await post('/events', body)).toEqual(wrong('data.a.0.__proto__', 'must not be used as a name'))
    })

    it.each([
      ['1970-01-01T00:00:00Z', '1970-01-01T00:00:00.000Z'],
      ['2026-03-04T05:06:07.1239+02:00', '2026-03-04T03:06:07.123Z'],
      ['9999-12-31T23:59:59.999Z', '9999-12-31T23:59:59.999Z'],
    ])('but not with %s, which is %s', async (timestamp, shown) => {
      expect(await post('/events', { type: 'a', data: {}, timestamp })).toMatchObject({
        status: 202,
        body: { timestamp: shown },
      })
    })

    it('but not for NUL or lone surrogates in its data, which is stored unchanged', async () => {
      const data = '{"a":"\\u0000","b":"\\ud800"}'
      const published = await posthorn.api.post<{ id: string }>(
        `${tenant.path}/events`,
        `{"type":"a","data":${data}}`,
      )
      expect(published.status).toBe(202)
      const { text } = await posthorn.api.get(`${tenant.path}/events/${published.body.id}`)
      expect(text.endsWith(`"data":${data}}`)).toBe(true)
    })
  })
})
