import { expect, it } from 'vitest'
import { createSchemaCache } from './schema-cache.ts'

it('compiles a schema once, and again when its text has changed', () => {
  const cache = createSchemaCache(10)
  const check = cache.checkOf('{"required":["a"]}')

  expect(cache.checkOf('{"required":["a"]}')).toBe(check)
  expect(check({ b: 1 })).toEqual([{ path: 'data.a', message: 'is required' }])
  expect(cache.checkOf('{"required":["b"]}')({ b: 1 })).toEqual([])
})

it('lets no data pass by a schema that can be used no more, and says why', () => {
  const cache = createSchemaCache(10)
  expect(cache.checkOf('{"pattern":"(?=a)b"}')('b')).toEqual([
    {
      path: 'data',
      message: expect.stringContaining(
        'has to be changed by an administrator (schema.pattern: must not use lookahead',
      ),
    },
  ])
})

it('keeps those that were used last', () => {
  const cache = createSchemaCache(2)
  const first = cache.checkOf('{"minProperties":1}')
  const second = cache.checkOf('{"minProperties":2}')
  cache.checkOf('{"minProperties":1}')
  cache.checkOf('{"minProperties":3}')

  expect(cache.checkOf('{"minProperties":1}')).toBe(first)
  expect(cache.checkOf('{"minProperties":2}')).not.toBe(second)
})
