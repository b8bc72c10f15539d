import { describe, expect, it } from 'vitest'
import { CONTRAST_MIN, contrastOf, readableOn, textOn } from './contrast.ts'

describe('the contrast', () => {
  it.each([
    ['#000000', '#ffffff', 21],
    ['#ffffff', '#ffffff', 1],
    ['#767676', '#ffffff', 4.54],
    ['#777777', '#ffffff', 4.48],
    ['#ff0000', '#ffffff', 4],
    ['#0000ff', '#ffffff', 8.59],
  ])('of %s and %s is %d', (one, other, expected) => {
    expect(contrastOf(one, other)).toBeCloseTo(expected, 2)
    expect(contrastOf(other, one)).toBe(contrastOf(one, other))
  })
})

describe('a colour', () => {
  it.each([
    ['#3b5bdb', '#ffffff', '#3b5bdb'],
    ['#000000', '#ffffff', '#000000'],
    ['#777777', '#ffffff', '#767676'],
    ['#ffffff', '#141619', '#ffffff'],
    ['#ffdd00', '#141619', '#ffdd00'],
  ])('%s on %s becomes %s: it is kept, or changed as little as necessary', (colour, background, expected) => {
    expect(readableOn(background, colour)).toBe(expected)
  })

  const COLOURS = ['#ffffff', '#ffff00', '#00ff00', '#ff7f50', '#808080', '#0000ff', '#1a1a2e', '#000000']

  it.each(COLOURS)('%s can be read on light and dark backgrounds, and text on it', (colour) => {
    for (const background of ['#ffffff', '#141619', '#808080']) {
      const corrected = readableOn(background, colour)
      expect(contrastOf(corrected, background)).toBeGreaterThanOrEqual(CONTRAST_MIN)
      expect(contrastOf(textOn(corrected), corrected)).toBeGreaterThanOrEqual(CONTRAST_MIN)
    }
  })
})
