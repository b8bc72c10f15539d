import { expect, it } from 'vitest'
import { RequestProblem } from '../../data/problem.ts'
import { errorOfFilter, refusalOfFilter } from './error-of-filter.ts'

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

it('says which conditions the API refuses', () => {
  const problem = new RequestProblem({
    status: 400,
    title: 'Invalid request',
    detail: 'See errors.',
    errors: [
      { path: 'filter.country.$near', message: 'unknown operator' },
      { path: 'filter', message: 'too large' },
      { path: 'from', message: 'is in the future' },
    ],
  })
  expect(refusalOfFilter(problem)).toBe('country.$near: unknown operator; too large')
  expect(refusalOfFilter(undefined)).toBeUndefined()
})
