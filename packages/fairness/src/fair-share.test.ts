import { describe, expect, it } from 'vitest'
import { FairShare } from './fair-share.ts'

/** Takes as much as each key is allowed, one unit for each key in turn. */
function takeAll(share: FairShare, keys: readonly string[]): number[] {
  for (let took = true; took; ) {
    took = false
    for (const key of keys) {
      if (!share.allows(key)) continue
      share.take(key)
      took = true
    }
  }
  return keys.map((key) => share.heldBy(key))
}

describe('FairShare', () => {
  it.each([
    { freeMultiple: 1, keys: 1, each: 50 },
    { freeMultiple: 2, keys: 1, each: 67 },
    { freeMultiple: 2, keys: 2, each: 40 },
    { freeMultiple: 2, keys: 3, each: 29 },
    { freeMultiple: 8, keys: 1, each: 89 },
  ])(
    'gives $keys busy keys $each of 100 each, at $freeMultiple times what is free',
    ({ freeMultiple, keys, each }) => {
      const names = Array.from({ length: keys }, (_, index) => `key-${index}`)
      const held = takeAll(new FairShare(100, freeMultiple), names)
      expect(Math.max(...held)).toBe(each)
      expect(Math.min(...held)).toBeGreaterThanOrEqual(each - 1)
    },
  )

  it('leaves something for a key that comes after any number of busy ones', () => {
    const share = new FairShare(100)
    takeAll(
      share,
      Array.from({ length: 40 }, (_, index) => `key-${index}`),
    )
    expect(share.allows('late')).toBe(true)
  })

  it('allows the only unit', () => {
    const share = new FairShare(1)
    expect(share.allows('a')).toBe(true)
    share.take('a')
    expect(share.allows('b')).toBe(false)
    share.release('a')
    expect(share.allows('b')).toBe(true)
  })

  it('allows many units at once when it would allow them one by one', () => {
    const share = new FairShare(100)
    expect([share.allows('a', 67), share.allows('a', 68), share.allows('a', 101)]).toEqual([
      true,
      false,
      false,
    ])
    share.take('a', 40)
    expect([share.allows('a', 27), share.allows('a', 28)]).toEqual([true, false])
  })

  it.each([3, 10, 40])('leaves units for a key that comes late, when any number take %i at once', (units) => {
    const share = new FairShare(100)
    for (let key = 0; key < 200; key += 1) {
      while (share.allows(`key-${key}`, units)) share.take(`key-${key}`, units)
    }
    expect(share.allows('late')).toBe(true)
  })

  it('refuses to release units that were not taken', () => {
    expect(() => new FairShare(1).release('a')).toThrow('a releases 1 of 0 held units')
  })
})
