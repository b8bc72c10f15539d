import { expect, it } from 'vitest'
import { assertDescribed } from './described-routes.ts'

const ROUTE = { method: 'GET', url: '/things', handler: () => undefined } as const
const SCHEMA = { operationId: 'listThings', summary: 'List things', tags: ['Service'] }

it('lets a route start that says what it is for', () => {
  expect(() => assertDescribed({ ...ROUTE, schema: SCHEMA })).not.toThrow()
})

it('lets a route start that is hidden', () => {
  expect(() => assertDescribed({ ...ROUTE, schema: { hide: true } })).not.toThrow()
})

it.each([
  ['nothing at all', undefined, 'operationId, summary, tags with one of those in tags.ts'],
  ['no operationId', { ...SCHEMA, operationId: undefined }, 'operationId'],
  ['no summary', { ...SCHEMA, summary: undefined }, 'summary'],
  ['no tag', { ...SCHEMA, tags: [] }, 'tags with one of those in tags.ts'],
  ['a tag that nobody knows', { ...SCHEMA, tags: ['Things'] }, 'tags with one of those in tags.ts'],
])('does not let a route start that says %s', (_name, schema, missing) => {
  const route = schema === undefined ? ROUTE : { ...ROUTE, schema: { ...schema } }
  expect(() => assertDescribed(route as Parameters<typeof assertDescribed>[0])).toThrow(
    `GET /things: say what it is for, in its schema: ${missing}`,
  )
})
