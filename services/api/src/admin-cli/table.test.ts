import { expect, it } from 'vitest'
import { tableOf } from './table.ts'

it('aligns the cells of each column, without blanks at the end of a line', () => {
  expect(
    tableOf([
      ['tenant', 'pending'],
      ['acme', '12'],
      ['a', ''],
    ]),
  ).toBe('tenant  pending\nacme    12\na\n')
  expect(tableOf([])).toBe('')
})
