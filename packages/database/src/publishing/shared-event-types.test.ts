import { describe, expect, it } from 'vitest'
import { SharedEventTypes } from './shared-event-types.ts'

describe('SharedEventTypes', () => {
  it('stores and counts equal lists once', () => {
    const types = new SharedEventTypes()
    const first = types.share(['order.paid', 'order.*'])
    const { bytes } = types
    for (let n = 0; n < 1000; n += 1) expect(types.share(['order.paid', 'order.*'])).toBe(first)
    expect(types.bytes).toBe(bytes)
  })

  it('keeps the order of a list, and different lists apart', () => {
    const types = new SharedEventTypes()
    expect(types.share(['a', 'b'])).toEqual(['a', 'b'])
    expect(types.share(['b', 'a'])).toEqual(['b', 'a'])
    expect(types.share(['a'])).toEqual(['a'])
  })

  it('counts characters', () => {
    const types = new SharedEventTypes()
    for (let n = 0; n < 1000; n += 1) types.share([`${n}-${'x'.repeat(100)}`])
    expect(types.bytes).toBeGreaterThan(100_000)
    expect(types.bytes).toBeLessThan(250_000)
  })
})
