import { expect, it } from 'vitest'
import { joinBytes } from './joined-bytes.ts'

it('joins what belongs together, one thing after the other', () => {
  const things = [
    [Buffer.from('ab'), Buffer.from('c')],
    [Buffer.from('d'), undefined],
    [Buffer.from(''), Buffer.from('ef')],
  ] as const
  expect(joinBytes(things)).toEqual({ joined: Buffer.from('abcdef'), firstEnds: [2, 4, 4] })
})

it('joins nothing to nothing', () => {
  expect(joinBytes([])).toEqual({ joined: Buffer.alloc(0), firstEnds: [] })
})
