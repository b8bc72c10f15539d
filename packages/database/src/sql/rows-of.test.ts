import { expect, expectTypeOf, it } from 'vitest'
import { rowsOf } from './rows-of.ts'

interface Item {
  id: string
  size: number | undefined
  at: Date | null
}

const ITEMS: Item[] = [
  { id: 'a', size: 1, at: new Date('2026-11-27T12:00:00.000Z') },
  { id: 'b', size: undefined, at: null },
]

const ROWS = rowsOf<Item>()('g', {
  id: { type: 'text', of: ({ id }) => id },
  number: { type: 'int', of: (_item, index) => index + 1 },
  size: { type: 'bigint', of: ({ size }) => size?.toString() },
  at: { type: 'timestamptz', of: ({ at }) => at },
})

it('lists the columns once for types, names and values', () => {
  expect(ROWS.from).toBe(
    'unnest($1::text[], $2::int[], $3::bigint[], $4::timestamptz[]) AS g (id, number, size, at)',
  )
  expect(ROWS.values(ITEMS)).toEqual([
    ['a', 'b'],
    [1, 2],
    ['1', undefined],
    ['2026-11-27T12:00:00.000Z', undefined],
  ])
})

it('has an empty array for each column when there are no items', () => {
  expect(ROWS.values([])).toEqual([[], [], [], []])
})

it('names the parameter of each column', () => {
  expect(ROWS.array).toEqual({ id: '$1', number: '$2', size: '$3', at: '$4' })
  expectTypeOf(ROWS.array).toHaveProperty('at')
  expectTypeOf(ROWS.array).not.toHaveProperty('other')
})

it('continues after other parameters', () => {
  const ids = rowsOf<string>()('other', { id: { type: 'text', of: (id) => id } }, ROWS.next)
  expect(ids.from).toBe('unnest($5::text[]) AS other (id)')
  expect(ids.array).toEqual({ id: '$5' })
  expect(ids.next).toBe(6)
})

it('does not compile without a value for a column, or with one of another type', () => {
  // @ts-expect-error `of` is missing
  const withoutValue = () => rowsOf<Item>()('g', { id: { type: 'text' } })
  // @ts-expect-error `size` is a number, and the column is text
  const withOtherType = () => rowsOf<Item>()('g', { size: { type: 'text', of: ({ size }) => size } })
  expect(() => withoutValue().values(ITEMS)).toThrow(TypeError)
  expect(withOtherType().values(ITEMS)).toEqual([[1, undefined]])
})
