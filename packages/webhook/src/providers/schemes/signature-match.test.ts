import { describe, expect, it } from 'vitest'
import { anySignatureMatches } from './signature-match.ts'

describe('anySignatureMatches', () => {
  it.each([
    [['a'], ['a']],
    [
      ['x', 'a'],
      ['y', 'a'],
    ],
    [
      ['a', 'x'],
      ['a', 'y'],
    ],
    [['é'], ['é']],
    [['a'], [...Array(15).fill('y'), 'a']],
  ])('%j has one of %j', (expected, received) => {
    expect(anySignatureMatches(expected, received)).toBe(true)
  })

  it.each([
    [[], []],
    [['a'], []],
    [[], ['a']],
    [['a'], ['']],
    [['a'], ['A']],
    [['a'], ['ab']],
    [['ab'], ['a']],
    [['aa'], ['é']],
    [['a'], [...Array(16).fill('y'), 'a']],
  ])('%j has none of %j', (expected, received) => {
    expect(anySignatureMatches(expected, received)).toBe(false)
  })
})
