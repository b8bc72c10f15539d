import { describe, expect, it } from 'vitest'
import { readExactJsonInSlices } from '../json/exact-json.ts'
import { runToEnd } from '../json/run-to-end.ts'
import { itMatches } from '../testing/filter-rows.ts'
import { parseFilter } from './filter.ts'
import { explainFilter } from './filter-match.ts'

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

  itMatches(
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
