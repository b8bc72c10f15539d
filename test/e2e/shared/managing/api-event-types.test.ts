import type { CreatedKey, EventTypeDetail, Page } from '@posthorn/contracts'
import { describe, expect, it } from 'vitest'
import { apiClient } from '../../../harness/api-client.ts'
import { problem, reply, TIME } from '../../../harness/expected.ts'
import { sharedPosthorn } from '../../../harness/shared/shared-posthorn.ts'

const PATH = '/v1/event-types'
const SCHEMA = {
  $schema: 'https://json-schema.org/draft/2020-12/schema',
  type: 'object',
  required: ['orderId'],
  properties: { orderId: { type: 'string' }, amount: { type: 'integer', minimum: 0 } },
}
const DEFAULTS = { description: '', schema: null, archived: false, createdAt: TIME, updatedAt: TIME }
const TYPE = 'expected at most 128 characters: dot-separated parts of A-Z a-z 0-9 _ -'
const RESERVED = 'posthorn is reserved for events of Posthorn itself'

/** Matches a 400 that names one field. */
const wrong = (path: string, message: string) =>
  problem(400, 'invalid_request', `${path}: ${message}`, [{ path, message }])
const missing = (name: string) =>
  problem(404, 'not_found', `No event type has the name "${name}": check the name.`)

describe('event types', () => {
  const posthorn = sharedPosthorn('idle')

  it('are created with defaults for everything except the name', async () => {
    const created = await posthorn.api.post(PATH, { name: 'catalogue.created' })
    expect(created).toEqual(reply(201, { name: 'catalogue.created', ...DEFAULTS }))
    expect(await posthorn.api.get(`${PATH}/catalogue.created`)).toEqual(reply(200, created.body))
  })

  it('are created with all fields, the schema in its own member order', async () => {
    const everything = {
      name: 'catalogue.paid',
      description: 'Paid in full.',
      schema: { 'x-owner': 'billing', ...SCHEMA, dependentSchemas: { b: true, a: false } },
      archived: true,
    }
    const created = await posthorn.api.post(PATH, everything)

    expect(created).toEqual(reply(201, { ...DEFAULTS, ...everything }))
    expect(created.text).toContain(JSON.stringify(everything.schema))
    expect((await posthorn.api.get(`${PATH}/catalogue.paid`)).text).toBe(created.text)
  })

  it('have unique names', async () => {
    const created = await posthorn.api.post(PATH, { name: 'catalogue.once', description: 'first' })
    expect(await posthorn.api.post(PATH, { name: 'catalogue.once', description: 'second' })).toEqual(
      problem(409, 'conflict', 'The event type "catalogue.once" exists already: update it with PUT.'),
    )
    expect(await posthorn.api.get(`${PATH}/catalogue.once`)).toEqual(reply(200, created.body))
  })

  it('of one name that is created ten times at once are created once', async () => {
    const replies = await Promise.all(
      Array.from({ length: 10 }, () => posthorn.api.post(PATH, { name: 'catalogue.at-once' })),
    )
    expect(replies.filter(({ status }) => status === 201)).toHaveLength(1)
    expect(replies.filter(({ status }) => status === 409)).toHaveLength(9)
  })

  it('are created by PUT with 201 and replaced with 200, which drops omitted fields', async () => {
    const path = `${PATH}/catalogue.put`
    const created = await posthorn.api.put<EventTypeDetail>(path, { schema: SCHEMA, archived: true })
    expect(created).toEqual(
      reply(201, { ...DEFAULTS, name: 'catalogue.put', schema: SCHEMA, archived: true }),
    )

    const changed = await posthorn.api.put<EventTypeDetail>(path, {
      name: 'catalogue.put',
      description: 'new',
    })
    expect(changed).toEqual(
      reply(200, {
        ...DEFAULTS,
        name: 'catalogue.put',
        description: 'new',
        createdAt: created.body.createdAt,
      }),
    )
    expect(changed.body.updatedAt > created.body.updatedAt).toBe(true)
    expect(await posthorn.api.get(path)).toEqual(reply(200, changed.body))
  })

  it('keep the name in the path', async () => {
    expect(await posthorn.api.put(`${PATH}/catalogue.one`, { name: 'catalogue.other' })).toEqual(
      wrong('name', 'must be "catalogue.one", as in the path, or omitted'),
    )
    expect(await posthorn.api.get(`${PATH}/catalogue.one`)).toEqual(missing('catalogue.one'))
  })

  it('are case-sensitive', async () => {
    await posthorn.api.put(`${PATH}/catalogue.Case`, { description: 'upper' })
    await posthorn.api.put(`${PATH}/catalogue.case`, { description: 'lower' })
    expect((await posthorn.api.get<EventTypeDetail>(`${PATH}/catalogue.Case`)).body.description).toBe('upper')
  })

  it('return 404 once they are deleted', async () => {
    await posthorn.api.post(PATH, { name: 'catalogue.gone' })
    expect(await posthorn.api.delete(`${PATH}/catalogue.gone`)).toEqual(reply(204))
    expect(await posthorn.api.get(`${PATH}/catalogue.gone`)).toEqual(missing('catalogue.gone'))
    expect(await posthorn.api.delete(`${PATH}/catalogue.gone`)).toEqual(missing('catalogue.gone'))
    expect((await posthorn.api.post(PATH, { name: 'catalogue.gone' })).status).toBe(201)
  })

  it('that never existed are not found', async () => {
    expect(await posthorn.api.get(`${PATH}/nothing`)).toEqual(missing('nothing'))
    expect(await posthorn.api.delete(`${PATH}/nothing`)).toEqual(missing('nothing'))
  })

  const deep = (levels: number): object => (levels === 0 ? {} : { not: deep(levels - 1) })
  const ELSEWHERE = 'refers to "https://e.com/a", which is not in this schema: add it under "$defs"'

  it.each<[name: string, body: unknown, path: string, message: string]>([
    ['without a name', {}, 'name', 'is required: expected a string'],
    ['with a wrong name', { name: 'a b' }, 'name', TYPE],
    ['with a name of 129 characters', { name: 'a'.repeat(129) }, 'name', TYPE],
    ['with a pattern for a name', { name: 'order.*' }, 'name', TYPE],
    ['with a name reserved for Posthorn', { name: 'posthorn.test' }, 'name', RESERVED],
    ['with an unknown field', { name: 'a', colour: 'red' }, 'colour', 'unknown field'],
    [
      'with a description of 2001 characters',
      { name: 'a', description: 'x'.repeat(2001) },
      'description',
      'must have at most 2000 characters',
    ],
    [
      'with NUL in its description',
      { name: 'a', description: '\0' },
      'description',
      'must not contain NUL characters or lone surrogates',
    ],
    [
      'with archived that is not a boolean',
      { name: 'a', archived: 'yes' },
      'archived',
      'expected true or false, got a string',
    ],
    [
      'with a schema that is not an object',
      { name: 'a', schema: true },
      'schema',
      'expected an object, got true',
    ],
    [
      'with a schema of 65 KiB',
      { name: 'a', schema: { description: 'x'.repeat(65 * 1024) } },
      'schema',
      'must not be larger than 65536 bytes of JSON',
    ],
    [
      'with a schema of 51 levels',
      { name: 'a', schema: deep(50) },
      'schema',
      'must not be nested deeper than 50 levels',
    ],
    [
      'with NUL in its schema',
      { name: 'a', schema: { title: '\0' } },
      'schema',
      'must not contain NUL characters, lone surrogates, or numbers greater than 1.7976931348623157e308',
    ],
    [
      'with an error deep in its schema',
      { name: 'a', schema: { properties: { amount: { minimum: '0' } } } },
      'schema.properties.amount.minimum',
      'expected a number',
    ],
    [
      'with a reference outside the schema',
      { name: 'a', schema: { items: { $ref: 'https://e.com/a' } } },
      'schema.items.$ref',
      ELSEWHERE,
    ],
    [
      'with a schema of another dialect',
      { name: 'a', schema: { $schema: 'http://json-schema.org/draft-07/schema#' } },
      'schema.$schema',
      'must be "https://json-schema.org/draft/2020-12/schema" or omitted',
    ],
    [
      'with a pattern that does not compile',
      { name: 'a', schema: { properties: { id: { pattern: '(' } } } },
      'schema.properties.id.pattern',
      'must be an ECMA-262 regular expression',
    ],
  ])('are refused %s', async (_name, body, path, message) => {
    expect(await posthorn.api.post(PATH, body)).toEqual(wrong(path, message))
  })

  it('are refused with a schema whose numbers a double cannot represent', async () => {
    const message = 'must not contain 18446744073709551615, which is 18446744073709552000 to most readers'
    const body = '{"name":"catalogue.big","schema":{"maximum":18446744073709551615}}'
    expect(await posthorn.api.post(PATH, body)).toEqual(wrong('schema', message))
  })

  it('are refused by PUT as by POST, and stay unchanged', async () => {
    const { body } = await posthorn.api.put(`${PATH}/catalogue.kept`, { schema: SCHEMA })
    expect(await posthorn.api.put(`${PATH}/catalogue.kept`, { schema: { type: 'strng' } })).toMatchObject({
      status: 400,
      body: { errors: [{ path: 'schema.type' }] },
    })
    expect(await posthorn.api.get(`${PATH}/catalogue.kept`)).toEqual(reply(200, body))
    expect(await posthorn.api.put(`${PATH}/posthorn.test`, {})).toEqual(wrong('params.name', RESERVED))
    expect(await posthorn.api.put(`${PATH}/a%20b`, {})).toEqual(wrong('params.name', TYPE))
  })

  it.each(['manage', 'publish', 'read'])(
    'can be read but not written with a key of the role %s',
    async (role) => {
      const tenant = await posthorn.createTenant()
      const { body } = await posthorn.api.post<CreatedKey>(`${tenant.path}/keys`, { role })
      const holder = posthorn.api.as(body.key)
      const known = await posthorn.api.put<EventTypeDetail>(`${PATH}/catalogue.known`, { description: role })
      const forbidden = problem(403, 'forbidden', `A key with the role "${role}" may not do this.`)

      expect(await holder.get(`${PATH}/catalogue.known`)).toEqual(reply(200, known.body))
      expect((await holder.get<Page<EventTypeDetail>>(`${PATH}?limit=250`)).body.data).toContainEqual(
        known.body,
      )
      expect(await holder.post(PATH, { name: 'catalogue.mine' })).toEqual(forbidden)
      expect(await holder.put(`${PATH}/catalogue.known`, {})).toEqual(forbidden)
      expect(await holder.delete(`${PATH}/catalogue.known`)).toEqual(forbidden)
      expect(await posthorn.api.get(`${PATH}/catalogue.known`)).toEqual(reply(200, known.body))
    },
  )

  it.each([
    ['none', undefined, 'Send the key as "Authorization: Bearer KEY".'],
    ['an unknown one', 'phk_unknown', 'The key is unknown or has expired.'],
  ])('are not read with %s', async (_name, key, detail) => {
    const unauthorized = apiClient(posthorn.service('api').url, key)
    expect(await unauthorized.get(PATH)).toEqual(problem(401, 'unauthorized', detail))
  })
})
