import { describe, expect, it } from 'vitest'
import { parseFilter } from './filter.ts'
import { explainFilter, matchesFilter } from './filter-match.ts'

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
