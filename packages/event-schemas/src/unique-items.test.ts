import { expect, it } from 'vitest'
import { canonicalText } from './unique-items.ts'

it.each<[one: unknown, other: unknown, equal: boolean]>([
  [{ a: 1, b: [2] }, { b: [2], a: 1 }, true],
  [0, -0, true],
  [Number.POSITIVE_INFINITY, null, false],
  [1, '1', false],
  ['null', null, false],
  [[1, [2]], [[1], 2], false],
  [['1,2'], ['1', '2'], false],
  [{ 'a":1,"b': 1 }, { a: 1, b: 1 }, false],
  [{}, [], false],
  [true, 'true', false],
])('the texts of %j and %j are equal: %j', (one, other, equal) => {
  expect(canonicalText(one) === canonicalText(other)).toBe(equal)
})
