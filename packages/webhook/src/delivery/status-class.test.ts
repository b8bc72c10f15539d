import { expect, it } from 'vitest'
import { statusClassOf } from './status-class.ts'

it.each([
  [200, '2xx'],
  [299, '2xx'],
  [301, '3xx'],
  [404, '4xx'],
  [499, '4xx'],
  [500, '5xx'],
  [599, '5xx'],
  [undefined, 'none'],
  [101, 'none'],
  [600, 'none'],
  [999, 'none'],
])('an attempt with status %s counts as %s', (statusCode, expected) => {
  expect(statusClassOf(statusCode)).toBe(expected)
})
