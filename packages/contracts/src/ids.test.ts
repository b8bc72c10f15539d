import { describe, expect, it } from 'vitest'
import { DeliveryId, EndpointId, firstIdAt, idFromSeed, newId, TenantId, timeOfId } from './ids.ts'

describe('ids', () => {
  it('carry the prefix of their kind', () => {
    expect(newId('event')).toMatch(/^evt_[0-9a-z]{26}$/)
    expect(newId('delivery')).toMatch(/^dlv_[0-9a-z]{26}$/)
  })

  it('sort by creation time', () => {
    const ids = [1, 1_000, 1_700_000_000_000, 1_700_000_000_001, 2 ** 41].map((ms) =>
      newId('event', new Date(ms)),
    )
    expect(ids.toSorted()).toEqual(ids)
  })

  it('of one millisecond lie between its first id and the first id of the next', () => {
    const at = new Date(1_763_756_690_123)
    const id = newId('delivery', at)
    expect(firstIdAt('delivery', at) <= id).toBe(true)
    expect(id < firstIdAt('delivery', new Date(at.getTime() + 1))).toBe(true)
  })

  it.each([0, 1, 1_763_756_690_123, 2 ** 41])('tell their time (%d ms)', (ms) => {
    expect(timeOfId(newId('event', new Date(ms)))).toEqual(new Date(ms))
    expect(timeOfId(firstIdAt('delivery', new Date(ms)).slice(0, 14))).toEqual(new Date(ms))
  })

  it.each(['evt_01h455vb4', 'evt_01h455vb4U', 'acme'])('without a time are refused (%s)', (id) => {
    expect(() => timeOfId(id)).toThrow(RangeError)
  })

  it('derived from a seed depend on seed, index and time alone', () => {
    const at = new Date(1_763_756_690_123)
    const seed = '0b1f4f0e-9d9a-4a55-8a44-6f1d3c0f7a11'
    const id = idFromSeed('event', seed, 0, at)
    expect(id).toBe('evt_01kam1ejpbfztstnxf3zp84aet')
    expect(idFromSeed('event', seed, 0, at)).toBe(id)
    expect(idFromSeed('event', seed, 1, at)).not.toBe(id)
    expect(idFromSeed('event', seed.replace('0', '1'), 0, at)).not.toBe(id)
    expect(idFromSeed('event', seed, 0, new Date(at.getTime() + 1)) > id).toBe(true)
  })

  it('derived from a seed have the form and the time of other ids', () => {
    const at = new Date(1_763_756_690_123)
    const id = idFromSeed('delivery', 'seed', 7, at)
    expect(DeliveryId.parse(id)).toMatch(/^dlv_[0-9a-z]{26}$/)
    expect(firstIdAt('delivery', at) <= id).toBe(true)
    expect(id < firstIdAt('delivery', new Date(at.getTime() + 1))).toBe(true)
  })

  it('of another kind are rejected', () => {
    expect(DeliveryId.safeParse(newId('delivery')).success).toBe(true)
    expect(EndpointId.safeParse(newId('delivery')).success).toBe(false)
  })

  it.each(['acme', 'A', '0', 'a.b_c-d', 'x'.repeat(64)])('accept %s as a tenant', (text) => {
    expect(TenantId.safeParse(text).success).toBe(true)
  })

  it.each(['', '.a', '-a', '_a', 'a b', 'a/b', 'ä', 'a\0', 'x'.repeat(65)])(
    'reject %j as a tenant',
    (text) => {
      expect(TenantId.safeParse(text).success).toBe(false)
    },
  )
})
