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
    if (!slot.takeBody(bodyBytes)) {
      slot.release()
      break
    }
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

  it('remains for the other endpoints of a tenant while one of them hangs', () => {
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

  it('includes bytes: large bodies use up the share of their tenant with fewer requests', () => {
    const inFlight = inFlightOf(5000, 300 * KIB * KIB)
    expect(fill(inFlight, 'large', 'large-1', KIB * KIB).length).toBeLessThan(200)
    expect(inFlight.allowsTenant('small')).toBe(true)
  })

  it.each([
    ['5 MiB', 5 * KIB * KIB],
    ['300 KiB', 300 * KIB],
  ])('is left for small bodies by any number of tenants with bodies of %s', (_size, bytes) => {
    const inFlight = inFlightOf(5000, 280 * KIB * KIB)
    for (let tenant = 0; tenant < 200; tenant += 1) fill(inFlight, `large-${tenant}`, 'large', bytes)
    for (let tenant = 0; tenant < 50; tenant += 1) {
      expect(inFlight.allowsTenant(`small-${tenant}`)).toBe(true)
      expect(inFlight.take(`small-${tenant}`, 'small').takeBody(KIB)).toBe(true)
    }
  })

  it('has room beyond the shares for one body at a time, of a tenant that holds less', () => {
    const inFlight = inFlightOf(100, 16 * KIB * KIB)
    fill(inFlight, 'busy', 'busy-1', KIB * KIB)
    expect(inFlight.allowsBody('busy', KIB * KIB)).toBe(false)
    const [first, second] = [inFlight.take('first', 'first-1'), inFlight.take('second', 'second-1')]
    expect(first.takeBody(25 * KIB * KIB)).toBe(true)
    expect([second.takeBody(25 * KIB * KIB), inFlight.allowsBody('second', 25 * KIB * KIB)]).toEqual([
      false,
      false,
    ])
    expect(fill(inFlight, 'small', 'small-1', KIB).length).toBeGreaterThan(0)
    first.release()
    expect(second.takeBody(25 * KIB * KIB)).toBe(true)
  })

  it.each([
    ['slots', 20, Number.MAX_SAFE_INTEGER],
    ['memory', 1000, 2 * KIB * KIB],
  ])('is full when its %s are used up, and no tenant may have more', (_what, slots, bytes) => {
    const inFlight = inFlightOf(slots, bytes)
    const taken: Slot[] = []
    while (!inFlight.isFull) taken.push(inFlight.take(`tenant-${taken.length}`, 'endpoint'))
    expect(inFlight.allowsTenant('new')).toBe(false)
    for (const slot of taken.slice(0, 2)) slot.release()
    expect([inFlight.isFull, inFlight.allowsTenant('new')]).toEqual([false, true])
  })

  it('lets another request begin when one has ended, before its record is written', () => {
    const inFlight = inFlightOf(20)
    const slots = fill(inFlight, 'a', 'a-1')
    for (const slot of [...slots, ...slots]) slot.endRequest()
    expect([inFlight.size, fill(inFlight, 'a', 'a-1').length]).toEqual([slots.length, slots.length])
  })

  it('tells of each end of a request and of each release once', () => {
    let told = 0
    const inFlight = new InFlight({ slots: 2, bytes: KIB * KIB, bytesPerSlot: 64 * KIB }, () => {
      told += 1
    })
    const slot = inFlight.take('a', 'a-1')
    slot.endRequest()
    slot.endRequest()
    expect(told).toBe(1)
    slot.release()
    slot.release()
    slot.endRequest()
    expect(told).toBe(2)
  })

  it('is used up by deliveries that are not recorded, as many again as requests', () => {
    const inFlight = inFlightOf(20)
    let count = 0
    while (!inFlight.isFull) {
      inFlight.take(`tenant-${count}`, 'endpoint').endRequest()
      count += 1
    }
    expect([count, inFlight.allowsTenant('new')]).toEqual([40, false])
  })

  it('keeps the memory of a delivery until its record is written', () => {
    const inFlight = inFlightOf(20, 2 * KIB * KIB)
    const slots = fill(inFlight, 'a', 'a-1', KIB * KIB)
    for (const slot of slots) slot.endRequest()
    expect(inFlight.allowsBody('a', KIB * KIB)).toBe(false)
    for (const slot of slots) slot.release()
    expect(inFlight.allowsBody('a', KIB * KIB)).toBe(true)
  })

  it('allows a body exactly when a delivery that is taken then gets it', () => {
    const bytes = 16 * KIB * KIB
    for (let size = 64 * KIB; size < bytes; size += 13 * KIB) {
      const inFlight = inFlightOf(100, bytes)
      // Takes the room beyond the shares.
      expect(inFlight.take('other', 'other-1').takeBody(bytes)).toBe(true)
      const isAllowed = inFlight.allowsBody('a', size)
      expect([size, inFlight.take('a', 'a-1').takeBody(size)]).toEqual([size, isAllowed])
    }
  })

  it('counts one body for a delivery, also when it is claimed again', () => {
    const inFlight = inFlightOf(100, 16 * KIB * KIB)
    const slot = inFlight.take('a', 'a-1')
    expect(Array.from({ length: 10 }, () => slot.takeBody(4 * KIB * KIB))).not.toContain(false)
    slot.release()
    expect(fill(inFlight, 'a', 'a-1', 4 * KIB * KIB)).toHaveLength(2)
  })

  it('is released once, with the bytes of the body', () => {
    const inFlight = inFlightOf(2, 2 * KIB * KIB)
    const slots = fill(inFlight, 'a', 'a-1', KIB * KIB)
    expect(slots.length).toBeGreaterThan(0)
    for (const slot of [...slots, ...slots]) slot.release()
    expect(inFlight.size).toBe(0)
    expect(fill(inFlight, 'a', 'a-1', KIB * KIB)).toHaveLength(slots.length)
  })

  it('resolves when nothing is in flight', async () => {
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
