import { describe, expect, it } from 'vitest'
import { itMatches, ORDER } from '../testing/filter-rows.ts'
import { parseFilter } from './filter.ts'
import { matchesFilter } from './filter-match.ts'

it('a filter without conditions matches everything', () => {
  expect(matchesFilter(parseFilter({}), ORDER)).toBe(true)
})

describe('equality', () => {
  itMatches([
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
  itMatches([
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
  itMatches([
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
  itMatches([
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
  itMatches([[JSON.parse('{"__proto__":{"admin":true}}'), true]], JSON.parse('{"__proto__":{"admin":true}}'))
})

describe('a path', () => {
  itMatches([
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
  itMatches([
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
  itMatches([
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

  itMatches([[{ sku: 'A-1' }, true]], ORDER.items)
})
