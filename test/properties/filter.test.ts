import {
  explainFilter,
  type Filter,
  InvalidFilterError,
  matchesFilter,
  parseFilter,
  readExactJsonInSlices,
  runToEnd,
} from '@posthorn/webhook'
import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'

const NAMES = ['a', 'b', 'items', '0', 'constructor', '__proto__', 'length', 'toString']
const OPERATORS = [
  '$eq',
  '$ne',
  '$in',
  '$nin',
  '$exists',
  '$gt',
  '$gte',
  '$lt',
  '$lte',
  '$startsWith',
  '$contains',
]

const name = fc.constantFrom(...NAMES)
const scalar = fc.oneof(fc.constantFrom('', 'a', 'ab', 'b', 0, 1, -1.5, true, false, null), fc.string())

/** Data that often has the names of the filters below. */
const data = fc.letrec<{ value: unknown }>((tie) => ({
  value: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    scalar,
    fc.array(tie('value'), { maxLength: 4 }),
    fc.dictionary(name, tie('value'), { maxKeys: 4 }),
  ),
})).value

const operators = fc.oneof(
  scalar.map((operand) => ({ $eq: operand })),
  fc
    .array(scalar, { minLength: 1, maxLength: 3 })
    .chain((list) => fc.constantFrom({ $in: list }, { $nin: list })),
  fc.boolean().map((exists) => ({ $exists: exists })),
  fc.oneof(fc.integer(), fc.string()).chain((bound) => fc.constantFrom({ $gt: bound }, { $lte: bound })),
  fc.string().chain((part) => fc.constantFrom({ $startsWith: part }, { $contains: part })),
)

/** Valid filters. */
const filters = fc.letrec<{ filter: Record<string, unknown> }>((tie) => ({
  filter: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    fc
      .tuple(fc.array(name, { minLength: 1, maxLength: 3 }), fc.oneof(scalar, operators))
      .map(([path, wanted]) => ({
        [path.join('.')]: wanted,
      })),
    fc
      .array(tie('filter'), { minLength: 1, maxLength: 3 })
      .chain((of) => fc.constantFrom({ $and: of }, { $or: of })),
    tie('filter').map((of) => ({ $not: of })),
  ),
})).filter

/** Objects that look like filters and rarely are. */
const nearlyFilters = fc.object({
  key: fc.oneof(name, fc.constantFrom(...OPERATORS, '$and', '$or', '$not', '$where', 'a.b', '.')),
  values: [fc.constantFrom('a', 1, true, null)],
  withNullPrototype: true,
})

/** A double that is written without an exponent, and an integer that may be parsed as the same one. */
const nearNumbers = fc
  .tuple(
    fc.oneof(
      fc.maxSafeInteger(),
      fc.integer({ min: -1e6, max: 1e6 }).map((n) => n * 2 ** 49),
    ),
    fc.bigInt({ min: -2000n, max: 2000n }),
  )
  .map(([operand, distance]) => ({ operand, written: BigInt(String(operand)) + distance }))

function parsed(json: unknown): Filter | undefined {
  try {
    return parseFilter(json)
  } catch (error) {
    if (error instanceof InvalidFilterError && error.issues.length > 0) return undefined
    throw error
  }
}

/** A generated filter may be nested too deeply. */
const validFilters = filters.filter((json) => parsed(json) !== undefined)

describe('any filter', () => {
  it('is parsed or refused with a path, and never throws', () => {
    fc.assert(
      fc.property(fc.oneof(nearlyFilters, fc.anything()), (json) => {
        expect(() => parsed(json)).not.toThrow()
      }),
    )
  })

  it('has a result for any data, and the opposite result when negated', () => {
    fc.assert(
      fc.property(validFilters, data, (json, value) => {
        const negated = parsed({ $not: json })
        const holds = matchesFilter(parseFilter(json), value)
        expect(negated === undefined || matchesFilter(negated, value) === !holds).toBe(true)
      }),
    )
  })

  it('has an explanation if, and only if, it does not match', () => {
    fc.assert(
      fc.property(validFilters, data, (json, value) => {
        const filter = parseFilter(json)
        expect(explainFilter(filter, value).length === 0).toBe(matchesFilter(filter, value))
      }),
    )
  })

  it('has the same result for data that was serialized and parsed', () => {
    fc.assert(
      fc.property(validFilters, data, (json, value) => {
        const again: unknown = JSON.parse(JSON.stringify(value))
        expect(matchesFilter(parseFilter(json), again)).toBe(matchesFilter(parseFilter(json), value))
      }),
    )
  })

  it('has the same result for nested objects as for a dotted path', () => {
    fc.assert(
      fc.property(fc.array(name, { minLength: 2, maxLength: 4 }), operators, data, (path, wanted, value) => {
        const nested = path.reduceRight<unknown>((inner, key) => Object.fromEntries([[key, inner]]), wanted)
        const dotted = { [path.join('.')]: wanted }
        expect(matchesFilter(parseFilter(nested), value)).toBe(matchesFilter(parseFilter(dotted), value))
      }),
    )
  })

  it('compares a number exactly as written, however many digits it has', () => {
    fc.assert(
      fc.property(nearNumbers, ({ operand, written }) => {
        const exactOperand = BigInt(String(operand))
        const read = runToEnd(readExactJsonInSlices(Buffer.from(`{"n":${written},"list":[true,${written}]}`)))
        const holds = (json: unknown) => matchesFilter(parseFilter(json), read)
        expect({
          eq: [holds({ n: operand }), holds({ n: { $in: [operand, 'x'] } })],
          contains: [holds({ list: { $contains: operand } }), holds({ list: operand })],
          ne: [holds({ n: { $ne: operand } }), holds({ n: { $nin: [operand] } })],
          gt: [holds({ n: { $gt: operand } }), holds({ n: { $gte: operand } })],
          lt: [holds({ n: { $lt: operand } }), holds({ n: { $lte: operand } })],
        }).toEqual({
          eq: [written === exactOperand, written === exactOperand],
          contains: [written === exactOperand, written === exactOperand],
          ne: [written !== exactOperand, written !== exactOperand],
          gt: [written > exactOperand, written >= exactOperand],
          lt: [written < exactOperand, written <= exactOperand],
        })
      }),
    )
  })
})
