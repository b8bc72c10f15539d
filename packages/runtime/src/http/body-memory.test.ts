import type { Slot } from '@posthorn/fairness'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { BodyMemory } from './body-memory.ts'

const MIB = 1024 * 1024

type Body = ReturnType<typeof bodyOf>

/** A body that arrives, of so many bytes so far. */
function bodyOf(memory: BodyMemory, key: string) {
  const slots: Slot[] = []
  const gone = new AbortController()
  const allocation = memory.allocate(key, (slot) => slots.push(slot), gone.signal)
  return {
    allocation,
    gone,
    /** Whether there is room for so many bytes at once. */
    async fits(bytes: number): Promise<boolean> {
      const room = allocation.grow(bytes)
      const now = new Promise<false>((resolve) => setImmediate(() => resolve(false)))
      return room === undefined || Promise.race([room.then(() => true), now])
    },
    release() {
      allocation.end()
      for (const slot of slots.splice(0)) slot.release()
    },
  }
}

describe('BodyMemory', () => {
  afterEach(() => {
    vi.useRealTimers()
  })

  it('has room for the first bytes of any number of bodies', async () => {
    const memory = new BodyMemory()
    for (let n = 0; n < 1000; n += 1) expect(await bodyOf(memory, 'a').fits(64 * 1024)).toBe(true)
  })

  it('counts received bytes: slow bodies leave room for a large one', async () => {
    const memory = new BodyMemory()
    for (let n = 0; n < 100; n += 1) expect(await bodyOf(memory, `slow-${n}`).fits(300 * 1024)).toBe(true)
    expect(await bodyOf(memory, 'a').fits(20 * MIB)).toBe(true)
  })

  it('keeps room for other tenants, whatever one of them sends', async () => {
    const memory = new BodyMemory()
    const bodies = Array.from({ length: 5 }, () => bodyOf(memory, 'a'))
    for (const body of bodies) {
      if (!(await body.fits(20 * MIB))) break
      body.allocation.end()
    }
    expect(await bodyOf(memory, 'b').fits(10 * MIB)).toBe(true)
  })

  it('lets three large bodies of a tenant arrive at a time, and then the next', async () => {
    const memory = new BodyMemory()
    const [first, second, third, fourth] = Array.from({ length: 4 }, () => bodyOf(memory, 'a'))
    for (const body of [first, second, third]) expect(await body?.fits(2 * MIB)).toBe(true)
    const waiting = fourth?.allocation.grow(2 * MIB)
    expect(await bodyOf(memory, 'b').fits(2 * MIB)).toBe(true)
    first?.allocation.end()
    await expect(waiting).resolves.toBeUndefined()
  })

  it('lets one body after the other complete when all of them wait for each other', async () => {
    const memory = new BodyMemory()
    const bodies = ['a', 'b', 'c', 'd'].map((key) => bodyOf(memory, key))
    for (let mib = 1; mib <= 11; mib += 1) for (const body of bodies) await body.fits(mib * MIB)
    const completing = bodies.map(async (body) => {
      for (let mib = 12; mib <= 25; mib += 1) await body.allocation.grow(mib * MIB)
      body.release()
    })
    await expect(Promise.all(completing)).resolves.toHaveLength(4)
  })

  it('gives the room beyond the bound to one slow body only until another tenant has waited for it', async () => {
    vi.useFakeTimers({ toFake: ['performance'] })
    const memory = new BodyMemory()
    const [a, b, c, d] = ['a', 'b', 'c', 'd'].map((key) => bodyOf(memory, key)) as [Body, Body, Body, Body]
    for (const body of [a, b, c, d]) expect(await body.fits(11 * MIB)).toBe(true)
    expect(await a.fits(25 * MIB)).toBe(true)
    vi.advanceTimersByTime(60_000)
    expect(a.allocation.isOverdue()).toBe(false)
    const growing = b.allocation.grow(25 * MIB)
    expect(a.allocation.isOverdue()).toBe(true)
    a.release()
    await growing
    expect(b.allocation.isOverdue()).toBe(false)
  })

  it('has all its room again when the bodies are gone, also those that waited', async () => {
    const memory = new BodyMemory()
    for (let round = 0; round < 20; round += 1) {
      const bodies = Array.from({ length: 5 }, () => bodyOf(memory, 'a'))
      const growing = bodies.map(async (body) => body.allocation.grow(25 * MIB))
      for (const body of bodies) body.gone.abort()
      await Promise.allSettled(growing)
      for (const body of bodies) body.release()
    }
    expect(await bodyOf(memory, 'a').fits(40 * MIB)).toBe(true)
  })
})
