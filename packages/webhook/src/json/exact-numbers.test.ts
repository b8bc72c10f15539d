import { describe, expect, it } from 'vitest'
import { compareDecimals, isInteger, isMultipleOf, parseDecimal } from './decimal.ts'
import { isInexact } from './exact-numbers.ts'

describe('a number', () => {
  it.each([
    ['0.1', false],
    ['9007199254740993', true],
    ['9007199254740992', false],
    ['10000000000000000000000', false],
    ['12345678901234567890', true],
    ['1.0000000000000000', false],
    ['1.00000000000000000001', true],
    ['1e400', true],
    ['1E2', false],
    ['-0', false],
    ['1e-400', true],
    ['0.30000000000000004', false],
    ['18446744073709551615', true],
    ['1e9999999', true],
    ['1e-9999999', true],
    ['0e9999999', false],
  ])('%s is inexact as a double: %j', (text, expected) => {
    expect(isInexact(text)).toBe(expected)
  })

  it.each([
    ['1', '2', -1],
    ['-1', '-2', 1],
    ['12345678901234567890', '12345678901234567891', -1],
    ['1e3', '1000', 0],
    ['0.10', '1e-1', 0],
    ['-0', '0', 0],
    ['9', '10', -1],
    ['-1e400', '1e-400', -1],
  ])('%s compares with %s by all digits', (one, other, expected) => {
    expect(Math.sign(compareDecimals(parseDecimal(one), parseDecimal(other)))).toBe(expected)
  })

  it.each([
    ['12345678901234567890', '10', true],
    ['12345678901234567891', '10', false],
    ['19.99', '0.01', true],
    ['0.001', '0.01', false],
    ['1e400', '3', false],
    ['3e400', '3', true],
    ['0', '7', true],
    ['4.5', '1.5', true],
    ['1e1000000', '7', false],
    ['7e1000000', '7', true],
    ['1e-1000000', '7', false],
    [`1${'0'.repeat(40)}1`, '11', true],
    [`1${'0'.repeat(41)}1`, '11', false],
  ])('%s is a multiple of %s: %j', (number, unit, expected) => {
    expect(isMultipleOf(parseDecimal(number), parseDecimal(unit))).toBe(expected)
  })

  it.each([
    ['12345678901234567890', true],
    ['12345678901234567890.5', false],
    ['1.0', true],
    ['1e400', true],
    ['1e-400', false],
    ['0', true],
  ])('%s is an integer: %j', (text, expected) => {
    expect(isInteger(parseDecimal(text))).toBe(expected)
  })
})
