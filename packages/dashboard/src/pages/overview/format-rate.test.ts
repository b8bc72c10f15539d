import { expect, it } from 'vitest'
import { formatRate } from './format-rate.ts'

it.each([
  [1, '100 %'],
  [0.99999, '99.9 %'],
  [0.5, '50.0 %'],
  [0, '0.0 %'],
])('writes the share %f as %s', (rate, text) => {
  expect(formatRate(rate)).toBe(text)
})
