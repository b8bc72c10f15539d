import { describe, expect, it } from 'vitest'
import { InFlight, type Slot } from './in-flight.ts'

const KIB = 1024

function inFlightOf(slots: number, bytes = Number.MAX_SAFE_INTEGER): InFlight {
  return new InFlight({ slots, bytes, bytesPerSlot: 64 * KIB })
}

/** Takes as much as is allowed. */
function fill(inFlight: InFlight, tenant: string, endpoint: string, bodyBytes = 0): Slot[] {
  const slots: Slot[] = []
  while (inFlight.allowsTenant(tenant) && inFlight.allowsEndpoint(tenant, endpoint)) {
    const slot = inFlight.take(tenant, endpoint)
    slot.addBytes(bodyBytes)
    slots.push(slot)
  }
  return slots
}

describe('the capacity of a worker', () => {
  it.each([
    [1, 1],
    [2, 2],
    [4, 3],
    [400, 229],
    [5000, 2858],
  ])('of %i lets %i requests to a single endpoint hang', (slots, most) => {
    expect(fill(inFlightOf(slots), 'slow', 'slow-1')).toHaveLength(most)
  })

  it('is two thirds for a tenant with many slow endpoints, and the rest is free for others at once', () => {
    const inFlight = inFlightOf(3000)
    for (let endpoint = 0; endpoint < 100; endpoint += 1) fill(inFlight, 'slow', `slow-${endpoint}`)
    expect(inFlight.size).toBe(2000)
    expect(fill(inFlight, 'other', 'other-1').length).toBeGreaterThan(300)
  })

  it('is there for the other endpoints of a tenant, one of which hangs', () => {
    const inFlight = inFlightOf(3000)
    fill(inFlight, 'slow', 'hangs')
    expect(fill(inFlight, 'slow', 'healthy').length).toBeGreaterThan(100)
  })

  it('is shared equally by tenants that all want more', () => {
    const inFlight = inFlightOf(700)
    const tenants = ['a', 'b', 'c']
    const held = new Map(tenants.map((tenant) => [tenant, 0]))
    for (let round = 0; round < 700; round += 1) {
      for (const tenant of tenants.filter((each) => inFlight.allowsTenant(each))) {
        inFlight.take(tenant, `${tenant}-${round % 50}`)
        held.set(tenant, (held.get(tenant) ?? 0) + 1)
      }
    }
    expect(Math.max(...held.values()) - Math.min(...held.values())).toBeLessThanOrEqual(1)
    expect(inFlight.size).toBe(600)
  })

  it('is bytes as well: large bodies take up the share of their tenant with fewer requests', () => {
    const inFlight = inFlightOf(5000, 300 * KIB * KIB)
    expect(fill(inFlight, 'large', 'large-1', KIB * KIB).length).toBeLessThan(200)
    expect(inFlight.allowsTenant('small')).toBe(true)
  })

  it('is returned once, with the bytes of the body', () => {
    const inFlight = inFlightOf(2, 2 * KIB * KIB)
    const slots = fill(inFlight, 'a', 'a-1', KIB * KIB)
    expect(slots.length).toBeGreaterThan(0)
    for (const slot of [...slots, ...slots]) slot.release()
    expect(inFlight.size).toBe(0)
    expect(fill(inFlight, 'a', 'a-1', KIB * KIB)).toHaveLength(slots.length)
  })

  it('says when nothing is in flight', async () => {
    const inFlight = inFlightOf(2)
    const slot = inFlight.take('a', 'a-1')
    const happened: string[] = []
    const seen = async () => {
      await inFlight.empty()
      happened.push('empty')
    }
    const empty = seen()
    await Promise.resolve()
    happened.push('released')
    slot.release()
    await empty
    expect(happened).toEqual(['released', 'empty'])
    await inFlight.empty()
  })
})
