import { expect, it } from 'vitest'
import { freshOf, patchRows } from './live-rows.ts'

const row = (id: string, status = 'pending') => ({ id, status })

it('patches shown rows in place, and keeps their order', () => {
  const shown = [row('c'), row('b'), row('a')]
  expect(patchRows(shown, [row('d'), row('b', 'succeeded'), row('c')])).toEqual([
    row('c'),
    row('b', 'succeeded'),
    row('a'),
  ])
})

it('counts as new only rows that came after the first shown one', () => {
  const shown = [row('c'), row('a')]
  // "b" matches the filter only now: it would appear between rows.
  expect(freshOf(shown, [row('e'), row('d'), row('c'), row('b')])).toEqual([row('e'), row('d')])
  expect(freshOf([], [row('a')])).toEqual([row('a')])
})
