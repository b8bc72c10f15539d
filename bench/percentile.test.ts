import { describe, expect, it } from 'vitest'
import { median, percentile } from './percentile.ts'

const HUNDRED = Array.from({ length: 100 }, (_, index) => index + 1)

describe('a percentile', () => {
  it.each([
    [HUNDRED, 0.5, 50],
    [HUNDRED, 0.95, 95],
    [HUNDRED, 0.99, 99],
    [HUNDRED, 1, 100],
    [HUNDRED.slice(0, 10), 0.95, 10],
    [[7], 0.5, 7],
  ])('of %j at %d is %d', (samples, share, expected) => {
    expect(percentile(samples, share)).toBe(expected)
  })

  it('of nothing is not a number', () => {
    expect(percentile([], 0.95)).toBeNaN()
  })
})

describe('a median', () => {
  it.each([
    [[3, 1, 2], 2],
    [[4, 1], 2.5],
    [[10, 2, 30, 4], 7],
    [[5], 5],
  ])('of %j is %d', (values, expected) => {
    expect(median(values)).toBe(expected)
  })

  it('of nothing is not a number', () => {
    expect(median([])).toBeNaN()
  })
})
