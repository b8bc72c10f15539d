import { expect, it } from 'vitest'
import { schemaProblem } from './schema-problem.ts'

it('accepts nothing, or an object', () => {
  expect([schemaProblem(' '), schemaProblem('{ "type": "object" }')]).toEqual([undefined, undefined])
})

it('says what else is wrong', () => {
  expect(schemaProblem('[]')).toBe('A schema is a JSON object.')
  expect(schemaProblem('{ "type": }')).toMatch(/^This is not JSON: /)
})
