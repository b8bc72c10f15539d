import { describe, expect, it } from 'vitest'
import { parseDatabaseUrl } from './database-url.ts'
import { DatabaseUrlError } from './database-url-error.ts'

const BASE = 'postgresql://user:pa%3Fss@db:5432/posthorn'

describe('parseDatabaseUrl', () => {
  it.each([
    [BASE, BASE, 'public', 'bullmq'],
    [`${BASE}?schema=public`, BASE, 'public', 'bullmq'],
    [`${BASE}?schema=hooks`, BASE, 'hooks', 'hooks_bullmq'],
    [`${BASE}?schema=Select`, BASE, 'Select', 'Select_bullmq'],
    [`${BASE}?sslmode=require&schema=h&host=%2Ftmp`, `${BASE}?sslmode=require&host=%2Ftmp`, 'h', 'h_bullmq'],
    ['postgres:///db?host=/tmp&schema=_1', 'postgres:///db?host=/tmp', '_1', '_1_bullmq'],
    [`${BASE}?schema=${'a'.repeat(56)}`, BASE, 'a'.repeat(56), `${'a'.repeat(56)}_bullmq`],
  ])(
    '%s: reads the schema and derives the schema of the queue',
    (url, connectionString, schema, queueSchema) => {
      expect(parseDatabaseUrl(url)).toEqual({ connectionString, schema, queueSchema })
    },
  )

  it.each([
    '',
    'a-b',
    'a b',
    '1a',
    'a"b',
    'a;drop',
    'é',
    'a.b',
    'a%22',
    '%zz',
    'a'.repeat(57),
    'pg_hooks',
    'information_schema',
    'bullmq',
    'hooks_bullmq',
    'a&schema=b',
  ])('refuses the schema "%s" without showing the password', (schema) => {
    expect(() => parseDatabaseUrl(`${BASE}?schema=${schema}`)).toThrow(DatabaseUrlError)
    expect(() => parseDatabaseUrl(`${BASE}?schema=${schema}`)).not.toThrow(/pa%3Fss|pa\?ss/)
  })

  it('states which characters a schema may have', () => {
    expect(() => parseDatabaseUrl(`${BASE}?schema=post-horn`)).toThrow(
      '?schema= expects 1 to 56 letters, digits and underscores, not beginning with a digit, got "post-horn"',
    )
  })
})
