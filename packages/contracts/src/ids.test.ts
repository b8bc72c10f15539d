import { describe, expect, it } from 'vitest'
import { DeliveryId, EndpointId, firstIdAt, newId, TenantId } from './ids.ts'

describe('ids', () => {
  it('carry the prefix of their kind', () => {
    expect(newId('event')).toMatch(/^evt_[0-9a-z]{26}$/)
    expect(newId('delivery')).toMatch(/^dlv_[0-9a-z]{26}$/)
  })

  it('sort by the time they were made', () => {
    const ids = [1, 1_000, 1_700_000_000_000, 1_700_000_000_001, 2 ** 41].map((ms) =>
      newId('event', new Date(ms)),
    )
    expect(ids.toSorted()).toEqual(ids)
  })

  it('of one moment lie between the first id of it and the first id of the next millisecond', () => {
    const at = new Date(1_763_756_690_123)
    const id = newId('delivery', at)
    expect(firstIdAt('delivery', at) <= id).toBe(true)
    expect(id < firstIdAt('delivery', new Date(at.getTime() + 1))).toBe(true)
  })

  it('of another kind are refused', () => {
    expect(DeliveryId.safeParse(newId('delivery')).success).toBe(true)
    expect(EndpointId.safeParse(newId('delivery')).success).toBe(false)
  })

  it.each(['acme', 'A', '0', 'a.b_c-d', 'x'.repeat(64)])('take %s as a tenant', (text) => {
    expect(TenantId.safeParse(text).success).toBe(true)
  })

  it.each(['', '.a', '-a', '_a', 'a b', 'a/b', 'ä', 'a\0', 'x'.repeat(65)])(
    'refuse %j as a tenant',
    (text) => {
      expect(TenantId.safeParse(text).success).toBe(false)
    },
  )
})
