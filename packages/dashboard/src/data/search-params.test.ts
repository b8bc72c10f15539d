import { expect, it } from 'vitest'
import { listOf, parseSearch, pickSearch, stringifySearch } from './search-params.ts'

it('keeps the known parameters that have a value, as text', () => {
  const given = parseSearch('?status=failed,pending&statusCode=503&from=&other=1')
  expect(pickSearch(['status', 'statusCode', 'from'], given)).toEqual({
    status: 'failed,pending',
    statusCode: '503',
  })
})

it('writes a query string that people can read, and reads it again', () => {
  const search = { status: 'failed,pending', from: '2026-11-28T07:00:00Z', eventType: 'a&b' }
  const text = stringifySearch({ ...search, to: undefined })
  expect(text).toBe('?status=failed,pending&from=2026-11-28T07:00:00Z&eventType=a%26b')
  expect(parseSearch(text)).toEqual(search)
  expect(stringifySearch({})).toBe('')
})

it('reads lists without empty values', () => {
  expect(listOf('a,,b,')).toEqual(['a', 'b'])
  expect(listOf(undefined)).toEqual([])
})
