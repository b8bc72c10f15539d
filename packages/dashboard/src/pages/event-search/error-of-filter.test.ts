import { expect, it } from 'vitest'
import { errorOfFilter } from './error-of-filter.ts'

it('accepts an object, and leaves its conditions to the API', () => {
  expect(errorOfFilter('{}')).toBeUndefined()
  expect(errorOfFilter('{"amount":{"$unknown":1}}')).toBeUndefined()
})

it.each(['', '{', '{"a":1},"types":["x"]'])('says that it is not JSON: %j', (text) => {
  expect(errorOfFilter(text)).toMatch(/^This is not JSON: ./)
})

it.each(['[]', 'null', '"text"', '5'])('says that it is no object: %s', (text) => {
  expect(errorOfFilter(text)).toMatch(/^A filter is a JSON object/)
})
