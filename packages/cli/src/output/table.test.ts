import { expect, it } from 'vitest'
import { table } from './table.ts'

it('aligns columns by their longest text', () => {
  expect(
    table([
      ['ID', 'TYPE'],
      ['evt_1', 'order.paid'],
      ['evt_100', 'a'],
    ]),
  ).toBe('ID       TYPE\nevt_1    order.paid\nevt_100  a')
})

it('leaves no space at the end of a line', () => {
  expect(
    table([
      ['a', ''],
      ['bb', ''],
    ]),
  ).toBe('a\nbb')
})
