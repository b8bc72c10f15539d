import { expect, it } from 'vitest'
import { clockDifferenceText } from './clock-difference.ts'

it.each([
  [0, 'Signed in the second of the arrival'],
  [75, 'Signed 1 min 15 s before the arrival'],
  [-7_200, 'Signed 2 h after the arrival'],
])('says what a difference of %i seconds is', (seconds, text) => {
  expect(clockDifferenceText(seconds)).toBe(text)
})
