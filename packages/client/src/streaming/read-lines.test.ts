import { describe, expect, it } from 'vitest'
import { LineSplitter } from './read-lines.ts'

const linesOf = (...pieces: string[]) => {
  const lines = new LineSplitter()
  return [...pieces.flatMap((piece) => lines.add(piece)), ...lines.rest()]
}

describe('lines', () => {
  it.each([
    [['a\nb\n'], ['a', 'b']],
    [['a\r\nb\rc'], ['a', 'b', 'c']],
    [
      ['a\r', '\nb'],
      ['a', 'b'],
    ],
    [
      ['a\r', 'b'],
      ['a', 'b'],
    ],
    [
      ['a', 'b\n\n', 'c\r'],
      ['ab', '', 'c'],
    ],
    [[''], []],
  ])('of %j are %j', (pieces, lines) => {
    expect(linesOf(...pieces)).toEqual(lines)
  })

  it('have a maximum length', () => {
    const lines = new LineSplitter()
    expect(() => lines.add('x'.repeat(32 * 1024 * 1024 + 1))).toThrow('has no end')
  })
})
