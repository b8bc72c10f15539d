import { describe, expect, it } from 'vitest'
import { readExactJsonInSlices } from '../json/exact-json.ts'
import { runToEnd } from '../json/run-to-end.ts'
import { parseFilter } from './filter.ts'
import { explainFilter, type FailedCondition, matchesFilter } from './filter-match.ts'

const ORDER = {
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
function asks(rows: readonly Row[], data: unknown = ORDER): void {
  it.each(rows)('%j: %s', (json, holds) => {
    expect(matchesFilter(parseFilter(json), data)).toBe(holds)
    expect(matchesFilter(parseFilter({ $not: json }), data)).toBe(!holds)
  })
}

it('a filter without conditions matches everything', () => {
  expect(matchesFilter(parseFilter({}), ORDER)).toBe(true)
})

describe('equality', () => {
  asks([
    [{ status: 'paid' }, true],
    [{ status: 'open' }, false],
    [{ status: { $eq: 'paid' } }, true],
    [{ amount: 4200 }, true],
    [{ amount: '4200' }, false],
    [{ discount: false }, false],
    [{ isGift: false }, true],
    [{ refund: null }, true],
    [{ nothing: null }, false],
    [{ note: '' }, true],
    [{ status: { $ne: 'open' } }, true],
    [{ status: { $ne: 'paid' } }, false],
    [{ nothing: { $ne: 'paid' } }, true],
    [{ status: { $in: ['open', 'paid'] } }, true],
    [{ amount: { $in: ['4200'] } }, false],
    [{ nothing: { $in: [null] } }, false],
    [{ status: { $nin: ['open', 'void'] } }, true],
    [{ status: { $nin: ['paid'] } }, false],
    [{ nothing: { $nin: ['paid'] } }, true],
    [{ customer: null }, false],
  ])
})

describe('order', () => {
  asks([
    [{ amount: { $gt: 4199 } }, true],
    [{ amount: { $gt: 4200 } }, false],
    [{ amount: { $gte: 4200 } }, true],
    [{ amount: { $lt: 4200 } }, false],
    [{ amount: { $lte: 4200 } }, true],
    [{ amount: { $gt: 4000, $lt: 5000 } }, true],
    [{ amount: { $gt: 4000, $lt: 4100 } }, false],
    [{ amount: { $gt: '1' } }, false],
    [{ paidAt: { $gte: '2026-11-01', $lt: '2026-12-01' } }, true],
    [{ status: { $lt: 'q' } }, true],
    [{ status: { $gt: 1 } }, false],
    [{ refund: { $lte: 0 } }, false],
    [{ isGift: { $lt: 1 } }, false],
    [{ nothing: { $lt: 1 } }, false],
    [{ nothing: { $gte: '' } }, false],
  ])
})

describe('text', () => {
  asks([
    [{ status: { $startsWith: 'pa' } }, true],
    [{ status: { $startsWith: 'ai' } }, false],
    [{ status: { $endsWith: 'id' } }, true],
    [{ status: { $endsWith: 'pai' } }, false],
    [{ status: { $contains: 'ai' } }, true],
    [{ status: { $contains: 'AI' } }, false],
    [{ amount: { $contains: '42' } }, false],
    [{ amount: { $startsWith: '42' } }, false],
    [{ status: { $contains: 1 } }, false],
    [{ nothing: { $contains: '' } }, false],
  ])
})

describe('existence', () => {
  asks([
    [{ refund: { $exists: true } }, true],
    [{ refund: { $exists: false } }, false],
    [{ nothing: { $exists: true } }, false],
    [{ nothing: { $exists: false } }, true],
    [{ empty: { $exists: true } }, true],
    [{ customer: { $exists: true } }, true],
    [{ 'status.length': { $exists: true } }, false],
    [{ 'tags.length': { $exists: true } }, false],
    [{ constructor: { $exists: true } }, false],
    [{ 'customer.__proto__': { $exists: true } }, false],
    [{ 'customer.toString': { $exists: false } }, true],
  ])
  asks([[JSON.parse('{"__proto__":{"admin":true}}'), true]], JSON.parse('{"__proto__":{"admin":true}}'))
})

describe('a path', () => {
  asks([
    [{ customer: { country: 'DE' } }, true],
    [{ 'customer.country': 'DE' }, true],
    [{ customer: { address: { city: 'Köln' } } }, true],
    [{ customer: { 'address.city': 'Köln' } }, true],
    [{ 'customer.address': { city: 'Bonn' } }, false],
    [{ 'status.country': 'DE' }, false],
    [{ customer: { $exists: true, country: { $ne: 'AT' } } }, true],
    [{ customer: { $or: [{ country: 'AT' }, { 'address.city': 'Köln' }] } }, true],
    [{ amount: { $or: [{ $lt: 10 }, { $gt: 4000 }] } }, true],
    [{ amount: { $not: { $gt: 4000 } } }, false],
  ])
})

describe('a list', () => {
  asks([
    [{ tags: 'new' }, true],
    [{ tags: 'old' }, false],
    [{ tags: { $ne: 'new' } }, false],
    [{ tags: { $ne: 'old' } }, true],
    [{ tags: { $in: ['old', 'new'] } }, true],
    [{ tags: { $nin: ['old', 'new'] } }, false],
    [{ tags: { $startsWith: 'priority-' } }, true],
    [{ tags: { $contains: 'new' } }, true],
    [{ tags: { $contains: 'priority' } }, false],
    [{ scores: { $gt: 7 } }, true],
    [{ scores: { $gt: 7, $lt: 4 } }, true],
    [{ scores: { $contains: 8 } }, true],
    [{ scores: { $contains: '8' } }, false],
    [{ empty: { $contains: 1 } }, false],
    [{ empty: { $ne: 1 } }, true],
    [{ 'items.sku': 'B-2' }, true],
    [{ items: { sku: 'B-2' } }, true],
    [{ 'items.sku': { $ne: 'B-2' } }, false],
    [{ 'items.quantity': { $gte: 5 } }, true],
    [{ 'items.quantity': { $gte: 6 } }, false],
    [{ items: { sku: 'A-1', quantity: 5 } }, true],
    [{ 'items.sizes': { $contains: 'M' } }, true],
    [{ 'items.sizes': 'M' }, true],
    [{ 'items.colour': { $exists: true } }, false],
    [{ 'items.0.sku': 'A-1' }, true],
    [{ 'items.1.sku': 'A-1' }, false],
    [{ 'items.2.sku': { $exists: false } }, true],
    [{ 'items.00.sku': 'A-1' }, false],
    [{ 'items.-1.sku': 'B-2' }, false],
    [{ 'tags.1': { $startsWith: 'priority' } }, true],
    [{ 'grid.x': 2 }, true],
    [{ 'grid.0.x': 2 }, false],
    [{ 'grid.1.0.x': 2 }, true],
  ])
})

describe('combinations', () => {
  asks([
    [{ status: 'paid', amount: { $gt: 1 } }, true],
    [{ status: 'paid', amount: { $lt: 1 } }, false],
    [{ $and: [{ status: 'paid' }, { amount: 4200 }] }, true],
    [{ $and: [{ status: 'paid' }, { amount: 1 }] }, false],
    [{ $or: [{ status: 'open' }, { amount: 4200 }] }, true],
    [{ $or: [{ status: 'open' }, { amount: 1 }] }, false],
    [{ $not: { status: 'open', amount: 4200 } }, true],
    [{ $not: { status: 'paid', amount: 4200 } }, false],
    [{ $or: [{ status: 'open' }], amount: 4200 }, false],
  ])
})

describe('data that is not an object', () => {
  it.each([null, 'text', 1, true, [], [1], undefined])(
    '%j matches only conditions on missing values',
    (data) => {
      const holds = (json: unknown) => matchesFilter(parseFilter(json), data)
      expect([{}, { a: { $ne: 1 } }, { a: { $exists: false } }, { $not: { a: 1 } }].map(holds)).toEqual(
        Array(4).fill(true),
      )
      expect([{ a: 1 }, { a: null }, { a: { $exists: true } }, { a: { $lt: 1 } }].map(holds)).toEqual(
        Array(4).fill(false),
      )
    },
  )

  asks([[{ sku: 'A-1' }, true]], ORDER.items)
})

describe('data that takes many steps', () => {
  const zeros = (length: number) => ({ list: Array.from({ length }, () => 0) })
  const letters = (length: number) => ({ text: 'a'.repeat(length) })

  it.each<[unknown, unknown]>([
    [{ list: 1 }, zeros(40_000)],
    [{ list: { $contains: 1 } }, zeros(40_000)],
    [{ text: { $contains: 'b' } }, letters(1_000_000)],
    [{ list: { $ne: 0 } }, zeros(60_000)],
  ])('does not match %j within the limit of steps', (json, value) => {
    expect(matchesFilter(parseFilter(json), value)).toBe(false)
  })

  it.each<[unknown, unknown]>([
    [{ list: 1 }, zeros(60_000)],
    [{ list: { $ne: 1 } }, zeros(60_000)],
    [{ list: { $contains: 1 } }, zeros(60_000)],
    [{ text: { $contains: 'b' } }, letters(2_000_000)],
    [{ $not: { list: { $ne: 1 } } }, zeros(60_000)],
    [{ $and: [{ list: 1 }, { missing: 1 }] }, zeros(60_000)],
    [{ $or: Array.from({ length: 100 }, (_, index) => ({ list: index + 1 })) }, zeros(600)],
  ])('matches %j beyond the limit of steps, if no condition has failed', (json, value) => {
    const filter = parseFilter(json)
    expect(matchesFilter(filter, value)).toBe(true)
    expect(explainFilter(filter, value)).toEqual([])
  })

  it('can be decided by the first condition', () => {
    const filter = { missing: 1, list: 1 }
    expect(matchesFilter(parseFilter(filter), zeros(60_000))).toBe(false)
  })

  it('is decided within the given number of steps', () => {
    const filter = parseFilter({ list: 1 })
    expect([100, 103].map((steps) => matchesFilter(filter, zeros(100), steps))).toEqual([true, false])
  })

  it('is explained by every condition, regardless of the steps', () => {
    const filter = parseFilter({ missing: 1, $or: [{ list: 1 }, { list: 2 }] })
    expect(explainFilter(filter, zeros(40_000)).map(({ path }) => path)).toEqual(['missing', 'list', 'list'])
  })
})

describe('a number that a double cannot represent', () => {
  /** To JSON.parse, `id`, `near` and 12345678901234567000 are the same number. */
  const text = `{
    "id": 12345678901234567891,
    "near": 12345678901234567000,
    "rate": 0.30000000000000000001,
    "huge": 1e400,
    "tiny": -1e-400,
    "ids": [1, 12345678901234567891]
  }`
  const data = runToEnd(readExactJsonInSlices(Buffer.from(text)))
  const near = 12_345_678_901_234_567_000

  asks(
    [
      [{ id: near }, false],
      [{ near }, true],
      [{ id: { $ne: near } }, true],
      [{ near: { $ne: near } }, false],
      [{ id: { $in: [near, 1] } }, false],
      [{ near: { $in: [near, 1] } }, true],
      [{ id: { $nin: [near, 1] } }, true],
      [{ id: { $gt: near } }, true],
      [{ id: { $gte: near } }, true],
      [{ id: { $lt: near } }, false],
      [{ id: { $lte: near } }, false],
      [{ near: { $gt: near } }, false],
      [{ near: { $lte: near } }, true],
      [{ id: { $gt: 1, $lt: 1e20 } }, true],
      [{ id: { $gt: '1' } }, false],
      [{ id: { $contains: '1' } }, false],
      [{ id: { $startsWith: '1' } }, false],
      [{ rate: 0.3 }, false],
      [{ rate: { $gt: 0.3 } }, true],
      [{ huge: { $gt: Number.MAX_VALUE } }, true],
      [{ huge: { $lt: 1 } }, false],
      [{ tiny: 0 }, false],
      [{ tiny: { $lt: 0 } }, true],
      [{ ids: { $contains: near } }, false],
      [{ ids: { $contains: 1 } }, true],
      [{ ids: near }, false],
      [{ ids: { $gt: near } }, true],
      [{ id: { $exists: true } }, true],
      [{ 'id.text': { $exists: true } }, false],
      [{ 'id.nearest': { $exists: true } }, false],
    ],
    data,
  )

  it('is explained with all its digits', () => {
    const filter = parseFilter({ id: near, ids: near })
    expect(JSON.stringify(explainFilter(filter, data).map(({ actual }) => actual))).toBe(
      '[12345678901234567891,[1,12345678901234567891]]',
    )
  })

  it('is cut in an explanation when it has too many digits', () => {
    const long = runToEnd(readExactJsonInSlices(Buffer.from(`{"id":1${'0'.repeat(250)}1}`)))
    expect(explainFilter(parseFilter({ id: 1 }), long)).toEqual([
      { path: 'id', operator: '$eq', expected: 1, actual: `1${'0'.repeat(199)}…` },
    ])
  })
})

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
