import { expect, it } from 'vitest'
import { parseFilter } from '../filter/filter.ts'
import { matchesFilter } from '../filter/filter-match.ts'

/** Data with a value of each kind. */
export const ORDER = {
  status: 'paid',
  amount: 4200,
  discount: 0,
  note: '',
  paidAt: '2026-11-21T20:24:50Z',
  refund: null,
  isGift: false,
  tags: ['new', 'priority-high'],
  scores: [3, 8],
  empty: [],
  customer: { country: 'DE', address: { city: 'Köln' } },
  items: [
    { sku: 'A-1', quantity: 1, sizes: ['S', 'M'] },
    { sku: 'B-2', quantity: 5, sizes: [] },
  ],
  grid: [[{ x: 1 }], [{ x: 2 }]],
}

type Row = [filter: unknown, holds: boolean]

/** Tests each row as it is, and within `$not`, which inverts the result. */
export function itMatches(rows: readonly Row[], data: unknown = ORDER): void {
  it.each(rows)('%j: %s', (json, holds) => {
    expect(matchesFilter(parseFilter(json), data)).toBe(holds)
    expect(matchesFilter(parseFilter({ $not: json }), data)).toBe(!holds)
  })
}
