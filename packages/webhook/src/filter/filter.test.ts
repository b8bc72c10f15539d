import { describe, expect, it } from 'vitest'
import { readExactJsonInSlices } from '../json/exact-json.ts'
import { runToEnd } from '../json/run-to-end.ts'
import { InvalidFilterError, parseFilter } from './filter.ts'

const SCALAR = 'expected a string, a number, true, false or null'
const LIST = 'expected a list of strings, numbers, true, false or null, with at least one element'
const ORDERED = 'expected a number or a string'
const TOO_LONG = 'must not be longer than 200 characters'
const EMPTY = 'expected at least one condition'
const UNSTORABLE = 'must not contain NUL characters or lone surrogates'
const OPERATORS =
  '$eq, $ne, $in, $nin, $exists, $gt, $gte, $lt, $lte, $startsWith, $endsWith, $contains, $and, $or or $not'

/** The issues in a filter, each path with its message. */
function issuesOf(json: unknown): [path: string, message: string][] {
  try {
    parseFilter(json)
    return []
  } catch (error) {
    if (!(error instanceof InvalidFilterError)) throw error
    return error.issues.map(({ path, message }) => [path.join('.'), message])
  }
}

/** Nested objects. */
function nested(levels: number): unknown {
  return levels === 0 ? 1 : { a: nested(levels - 1) }
}

describe('parseFilter', () => {
  it.each<[unknown]>([
    [{}],
    [{ status: 'paid' }],
    [{ a: 1, b: true, c: null, d: '' }],
    [{ customer: { country: { $in: ['DE', 'AT'] } } }],
    [{ 'customer.country': { $ne: null } }],
    [{ 'items.0.sku': { $exists: true } }],
    [{ amount: { $gte: 1, $lt: 100.5 } }],
    [{ $or: [{ a: 1 }, { $and: [{ b: 2 }, { $not: { c: 3 } }] }] }],
    [{ amount: { $not: { $gt: 5 }, $or: [{ $lt: 1 }, { currency: 'eur' }] } }],
    [JSON.parse('{"__proto__":1,"constructor":{"prototype":"x"}}')],
    [nested(11)],
    [{ $or: Array.from({ length: 100 }, (_, a) => ({ a })) }],
    [{ a: 'ä'.repeat(4000) }],
    [{ a: { $contains: 'ä'.repeat(200), $gt: 'ä'.repeat(200) } }],
  ])('accepts %j', (json) => {
    expect(issuesOf(json)).toEqual([])
  })

  it.each<[unknown, string, string]>([
    [null, '', 'expected an object of conditions'],
    [[], '', 'expected an object of conditions'],
    ['status', '', 'expected an object of conditions'],
    [undefined, '', 'expected an object of conditions'],
    [{ amount: { $gt: true } }, 'amount.$gt', ORDERED],
    [{ amount: { $lte: null } }, 'amount.$lte', ORDERED],
    [{ amount: { $gte: Number.POSITIVE_INFINITY } }, 'amount.$gte', ORDERED],
    [{ amount: Number.POSITIVE_INFINITY }, 'amount', SCALAR],
    [{ amount: { $eq: [1] } }, 'amount.$eq', SCALAR],
    [{ amount: { $ne: {} } }, 'amount.$ne', SCALAR],
    [{ amount: { $in: 1 } }, 'amount.$in', LIST],
    [{ amount: { $in: [] } }, 'amount.$in', LIST],
    [{ amount: { $nin: [1, [2]] } }, 'amount.$nin', LIST],
    [{ amount: { $exists: 1 } }, 'amount.$exists', 'expected true or false'],
    [{ name: { $startsWith: 1 } }, 'name.$startsWith', 'expected a string'],
    [{ name: { $endsWith: null } }, 'name.$endsWith', 'expected a string'],
    [{ name: { $contains: ['a'] } }, 'name.$contains', SCALAR],
    [{ name: { $contains: 'a'.repeat(201) } }, 'name.$contains', TOO_LONG],
    [{ name: { $startsWith: 'a'.repeat(201) } }, 'name.$startsWith', TOO_LONG],
    [{ name: { $endsWith: 'a'.repeat(201) } }, 'name.$endsWith', TOO_LONG],
    [{ name: { $lt: 'a'.repeat(201) } }, 'name.$lt', TOO_LONG],
    [{ tags: ['a'] }, 'tags', 'expected a value or conditions; for a list use $in or $contains'],
    [{ customer: {} }, 'customer', EMPTY],
    [{ $not: {} }, '$not', EMPTY],
    [{ $not: [{ a: 1 }] }, '$not', 'expected an object of conditions'],
    [{ $and: [] }, '$and', 'expected a list of at least one filter'],
    [{ $or: { a: 1 } }, '$or', 'expected a list of at least one filter'],
    [{ $or: [{ a: 1 }, 2] }, '$or.1', 'expected an object of conditions'],
    [{ $gt: 1 }, '$gt', 'expected below a path, as in {"status":{"$gt":…}}'],
    [{ name: { $regex: '.*' } }, 'name.$regex', `unknown operator; expected ${OPERATORS}`],
    [{ $where: 'true' }, '$where', `unknown operator; expected ${OPERATORS}`],
    [{ a: { $toString: 1 } }, 'a.$toString', `unknown operator; expected ${OPERATORS}`],
    [{ '': 1 }, '', 'expected names with a dot between them, as in customer.country'],
    [{ 'a..b': 1 }, 'a..b', 'expected names with a dot between them, as in customer.country'],
    [{ 'a.': 1 }, 'a.', 'expected names with a dot between them, as in customer.country'],
    [{ ['x'.repeat(257)]: 1 }, 'x'.repeat(257), 'must not be longer than 256 characters'],
    [{ 'a\0': 1 }, 'a\0', UNSTORABLE],
    [{ a: '\ud800' }, 'a', UNSTORABLE],
    [{ a: { $in: ['b', '\0'] } }, 'a.$in', UNSTORABLE],
    [nested(12), 'a.a.a.a.a.a.a.a.a.a.a', 'must not be nested deeper than 10 levels'],
    [{ a: 'ä'.repeat(4093) }, '', 'must not be larger than 8192 bytes of JSON'],
    [
      { $or: Array.from({ length: 101 }, (_, a) => ({ a })) },
      '$or.100.a',
      'must not have more than 100 conditions',
    ],
  ])('rejects %j', (json, path, message) => {
    expect(issuesOf(json)).toEqual([[path, message]])
  })

  it.each([
    ['{"id":12345678901234567891}', 'id', '12345678901234567891', '12345678901234567000'],
    ['{"a":{"$gt":0.30000000000000000001}}', 'a.$gt', '0.30000000000000000001', '0.3'],
    ['{"$or":[{"a":{"$in":[1,9007199254740993]}}]}', '$or.0.a.$in', '9007199254740993', '9007199254740992'],
    ['{"a":{"$contains":1e400}}', 'a.$contains', '1e400', 'Infinity'],
    [`{"a":1${'0'.repeat(50)}1}`, 'a', `1${'0'.repeat(39)}…`, '1e+51'],
  ])('rejects a number that a double cannot represent: %s', (text, path, number, read) => {
    expect(issuesOf(runToEnd(readExactJsonInSlices(Buffer.from(text))))).toEqual([
      [path, `must not contain ${number}, which is ${read} to most readers`],
    ])
  })

  it('reports all issues', () => {
    expect(issuesOf({ a: { $gt: [] }, $or: [{ b: { $x: 1 } }, { c: { $in: 1 } }] })).toEqual([
      ['a.$gt', ORDERED],
      ['$or.0.b.$x', `unknown operator; expected ${OPERATORS}`],
      ['$or.1.c.$in', LIST],
    ])
    expect(issuesOf(Object.fromEntries(Array.from({ length: 50 }, (_, key) => [key, []])))).toHaveLength(20)
  })

  it('lists the issues in the message of the error', () => {
    expect(() => parseFilter({ amount: { $gt: null } })).toThrow(
      new InvalidFilterError([{ path: ['amount', '$gt'], message: ORDERED }]),
    )
    expect(() => parseFilter({ amount: { $gt: null } })).toThrow(/^filter\.amount\.\$gt: expected a number/)
  })
})
