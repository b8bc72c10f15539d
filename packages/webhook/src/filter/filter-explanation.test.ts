import { describe, expect, it } from 'vitest'
import { ORDER } from '../testing/filter-rows.ts'
import { parseFilter } from './filter.ts'
import { explainFilter, type FailedCondition } from './filter-match.ts'

describe('an explanation', () => {
  it.each<[unknown, FailedCondition[]]>([
    [{ status: 'paid' }, []],
    [{ status: 'open' }, [{ path: 'status', operator: '$eq', expected: 'open', actual: 'paid' }]],
    [{ nothing: { $gt: 1 } }, [{ path: 'nothing', operator: '$gt', expected: 1 }]],
    [
      { amount: { $gt: 1, $lt: 2 }, status: { $in: ['a'] } },
      [
        { path: 'amount', operator: '$lt', expected: 2, actual: 4200 },
        { path: 'status', operator: '$in', expected: ['a'], actual: 'paid' },
      ],
    ],
    [
      { $or: [{ status: 'open' }, { customer: { country: 'AT' } }], amount: 4200 },
      [
        { path: 'status', operator: '$eq', expected: 'open', actual: 'paid' },
        { path: 'customer.country', operator: '$eq', expected: 'AT', actual: 'DE' },
      ],
    ],
    [{ $or: [{ status: 'open' }, { amount: 4200 }] }, []],
    [
      { $not: { status: 'paid', amount: { $gt: 1 } } },
      [
        { path: 'status', operator: '$not', expected: { $eq: 'paid' }, actual: 'paid' },
        { path: 'amount', operator: '$not', expected: { $gt: 1 }, actual: 4200 },
      ],
    ],
    [
      { $not: { $or: [{ status: 'open' }, { status: 'paid' }] } },
      [{ path: 'status', operator: '$not', expected: { $eq: 'paid' }, actual: 'paid' }],
    ],
    [
      { $not: { $not: { status: 'open' } } },
      [{ path: 'status', operator: '$eq', expected: 'open', actual: 'paid' }],
    ],
    [
      { 'items.sku': 'C-3' },
      [{ path: 'items.sku', operator: '$eq', expected: 'C-3', actual: ['A-1', 'B-2'] }],
    ],
    [
      { customer: { $exists: false } },
      [{ path: 'customer', operator: '$exists', expected: false, actual: '(object)' }],
    ],
    [{ empty: { $contains: 1 } }, [{ path: 'empty', operator: '$contains', expected: 1 }]],
  ])('of %j has the conditions that prevent a match', (json, expected) => {
    expect(explainFilter(parseFilter(json), ORDER)).toEqual(expected)
  })

  it('cuts large values', () => {
    const data = { text: 'x'.repeat(201), list: Array.from({ length: 50 }, (_, index) => index) }
    expect(explainFilter(parseFilter({ text: 'y', list: -1 }), data)).toEqual([
      { path: 'text', operator: '$eq', expected: 'y', actual: `${'x'.repeat(200)}…` },
      { path: 'list', operator: '$eq', expected: -1, actual: [0, 1, 2, 3, 4, 5, 6, 7, 8, 9] },
    ])
  })
})
