import { expect, it } from 'vitest'
import { createSchemaCache } from './schema-cache.ts'

it('compiles a schema once, and again when its text has changed', () => {
  const cache = createSchemaCache(10_000)
  const check = cache.checkOf('{"required":["a"]}')

  expect(cache.checkOf('{"required":["a"]}')).toBe(check)
  expect(check({ b: 1 })).toEqual([{ path: 'data.a', message: 'is required' }])
  expect(cache.checkOf('{"required":["b"]}')({ b: 1 })).toEqual([])
})

it('rejects all data for a schema that cannot be used any more, with the reason', () => {
  const cache = createSchemaCache(10_000)
  expect(cache.checkOf('{"pattern":"(?=a)b"}')('b')).toEqual([
    {
      path: 'data',
      message: expect.stringContaining(
        'an administrator must change the schema of its type (schema.pattern: must not use lookahead',
      ),
    },
  ])
})

it('removes the least recently used schema', () => {
  const cache = createSchemaCache(2_100)
  const first = cache.checkOf('{"minProperties":1}')
  const second = cache.checkOf('{"minProperties":2}')
  cache.checkOf('{"minProperties":1}')
  cache.checkOf('{"minProperties":3}')

  expect(cache.checkOf('{"minProperties":1}')).toBe(first)
  expect(cache.checkOf('{"minProperties":2}')).not.toBe(second)
})

it('caches fewer large schemas, but always the last one', () => {
  const cache = createSchemaCache(10_000)
  const large = (n: number) => JSON.stringify({ minProperties: n, $comment: 'x'.repeat(5_000) })
  const small = cache.checkOf('{}')
  const first = cache.checkOf(large(1))
  expect([cache.checkOf('{}'), cache.checkOf(large(1))]).toEqual([small, first])

  const second = cache.checkOf(large(2))
  expect(cache.checkOf(large(2))).toBe(second)
  expect(cache.checkOf(large(1))).not.toBe(first)

  const huge = JSON.stringify({ $comment: 'x'.repeat(20_000) })
  expect(cache.checkOf(huge)).toBe(cache.checkOf(huge))
})
