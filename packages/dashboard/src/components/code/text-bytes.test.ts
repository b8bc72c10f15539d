import { describe, expect, it } from 'vitest'
import { bytesOf, firstBytes } from './text-bytes.ts'

describe('the size of a text', () => {
  it('is in bytes of UTF-8, not in characters', () => {
    expect(bytesOf('abc')).toBe(3)
    expect(bytesOf('äö€')).toBe(7)
    expect(bytesOf('😀')).toBe(4)
  })
})

describe('the beginning of a text', () => {
  it('has at most the given number of bytes', () => {
    expect(firstBytes('abcdef', 4)).toBe('abcd')
    expect(firstBytes('€€€', 8)).toBe('€€')
    expect(firstBytes('abc', 4)).toBe('abc')
  })

  it('ends between two characters, also where one takes two code units', () => {
    expect(firstBytes('a😀b', 3)).toBe('a')
    expect(firstBytes('a😀b', 5)).toBe('a😀')
  })
})
