import { expect, it } from 'vitest'
import { assertDescribed } from './described-routes.ts'

const ROUTE = { method: 'GET', url: '/things', handler: () => undefined } as const
const SCHEMA = { operationId: 'listThings', summary: 'List things', tags: ['Service'] }

it('accepts a route with a complete schema', () => {
  expect(() => assertDescribed({ ...ROUTE, schema: SCHEMA })).not.toThrow()
})

it('accepts a hidden route', () => {
  expect(() => assertDescribed({ ...ROUTE, schema: { hide: true } })).not.toThrow()
})

it.each([
  ['a schema', undefined, 'operationId, summary, a tag of tags.ts'],
  ['an operationId', { ...SCHEMA, operationId: undefined }, 'operationId'],
  ['a summary', { ...SCHEMA, summary: undefined }, 'summary'],
  ['a tag', { ...SCHEMA, tags: [] }, 'a tag of tags.ts'],
  ['a known tag', { ...SCHEMA, tags: ['Things'] }, 'a tag of tags.ts'],
])('refuses a route without %s', (_name, schema, missing) => {
  const route = schema === undefined ? ROUTE : { ...ROUTE, schema: { ...schema } }
  expect(() => assertDescribed(route as Parameters<typeof assertDescribed>[0])).toThrow(
    `GET /things: its schema lacks ${missing}`,
  )
})
