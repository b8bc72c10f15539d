import { expect, it } from 'vitest'
import { joinBytes } from './joined-bytes.ts'

it('joins the values of each row, one row after the other', () => {
  const rows = [
    [Buffer.from('ab'), Buffer.from('c')],
    [Buffer.from('d'), undefined],
    [Buffer.from(''), Buffer.from('ef')],
  ] as const
  expect(joinBytes(rows)).toEqual({ joined: Buffer.from('abcdef'), firstEnds: [2, 4, 4] })
})

it('joins no rows to an empty value', () => {
  expect(joinBytes([])).toEqual({ joined: Buffer.alloc(0), firstEnds: [] })
})
