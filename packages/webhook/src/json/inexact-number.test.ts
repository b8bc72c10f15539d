import { describe, expect, it } from 'vitest'
import { InexactNumber, numberAsWritten } from './inexact-number.ts'

describe('a number that a double cannot represent', () => {
  it.each([
    ['12345678901234567890', 12_345_678_901_234_567_000, 1],
    ['12345678901234566999', 12_345_678_901_234_567_000, -1],
    ['-12345678901234567890', -12_345_678_901_234_567_000, -1],
    ['9007199254740993', 9_007_199_254_740_992, 1],
    ['9007199254740993', 9_007_199_254_740_994, -1],
    ['0.99999999999999999999', 1, -1],
    ['1.00000000000000000001', 1, 1],
    ['1.00000000000000000001', 2, -1],
    ['1e400', Number.MAX_VALUE, 1],
    ['-1e400', -Number.MAX_VALUE, -1],
    ['1e-400', 0, 1],
    ['-1e-400', 0, -1],
    ['-1e-400', -5e-324, 1],
    [`1e${'9'.repeat(400)}`, 1, 1],
    [`1e-${'9'.repeat(400)}`, 0, 1],
  ])('%s compared with %d gives %d', (text, double, expected) => {
    expect(new InexactNumber(text).compareWith(double)).toBe(expected)
  })

  it('is written with all its digits', () => {
    const text = '[12345678901234567891,-1.50000000000000000000001,1e400]'
    const numbers = text.slice(1, -1).split(',').map(numberAsWritten)
    expect(numbers.every((number) => number instanceof InexactNumber)).toBe(true)
    expect(JSON.stringify(numbers)).toBe(text)
  })
})

it.each([
  ['0.1', 0.1],
  ['1.50', 1.5],
  ['12345678901234567000', 12_345_678_901_234_567_000],
  ['1E2', 100],
])('%s is the double that represents it', (text, expected) => {
  expect(numberAsWritten(text)).toBe(expected)
})
