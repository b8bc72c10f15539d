import { setImmediate as nextTurn } from 'node:timers/promises'
import { describe, expect, it } from 'vitest'
import { FairTurns } from './fair-turns.ts'

const BUSY_MS = 6

function busy(ms: number): void {
  const endMs = performance.now() + ms
  while (performance.now() < endMs);
}

function* steps(count: number, onStep: () => void): Generator<undefined, number> {
  for (let step = 0; step < count; step += 1) {
    busy(BUSY_MS)
    onStep()
    yield
  }
  return count
}

/** Pauses once, and says how many do so at the same time. */
function* together(count: { now: number; highest: number }): Generator<undefined, void> {
  count.now += 1
  count.highest = Math.max(count.highest, count.now)
  for (let step = 0; step < 10; step += 1) {
    busy(BUSY_MS)
    yield
  }
  count.now -= 1
}

describe('FairTurns', () => {
  it.each([
    [200_000, 2],
    [100_000, 6],
    [10_000, 8],
  ])('holds the values of texts of %i bytes each of at most %i keys at a time', async (bytes, expected) => {
    const turns = new FairTurns()
    const count = { now: 0, highest: 0 }
    const keys = Array.from({ length: 8 }, (_, n) => `key-${n}`)
    await Promise.all(keys.map((key) => turns.run(key, turns.withMemory(key, bytes, together(count)))))
    expect(count).toEqual({ now: 0, highest: expected })
  })

  it('keeps room for the values of other keys, whatever one key has to do', async () => {
    const turns = new FairTurns()
    const count = { now: 0, highest: 0 }
    const run = (key: string) => turns.run(key, turns.withMemory(key, 200_000, together(count)))
    const busyKey = [run('a'), run('a'), run('a')]
    await nextTurn()
    expect(count.now).toBe(1)
    await run('b')
    expect(count).toEqual({ now: expect.any(Number), highest: 2 })
    await Promise.all(busyKey)
  })

  it('returns the room of work that fails', async () => {
    const turns = new FairTurns()
    for (let time = 0; time < 5; time += 1) {
      const failing = steps(2, () => {
        throw new Error('broken')
      })
      await expect(turns.run('a', turns.withMemory('a', 200_000, failing))).rejects.toThrow('broken')
    }
    expect(
      await turns.run(
        'a',
        turns.withMemory(
          'a',
          200_000,
          steps(1, () => {}),
        ),
      ),
    ).toBe(1)
  })

  it('returns what the work returns, and its error', async () => {
    const turns = new FairTurns()

    expect(
      await turns.run(
        'a',
        steps(3, () => {}),
      ),
    ).toBe(3)
    await expect(
      turns.run(
        'a',
        steps(2, () => {
          throw new Error('broken')
        }),
      ),
    ).rejects.toThrow('broken')
  })

  it('lets the event loop turn between two slices', async () => {
    const turns = new FairTurns()
    let done = 0
    const work = turns.run(
      'a',
      steps(5, () => (done += 1)),
    )
    const seen: number[] = []
    for (let turn = 0; turn < 4; turn += 1) {
      seen.push(done)
      await nextTurn()
    }
    await work

    expect(seen).toEqual([1, 2, 3, 4])
  })

  it('runs one slice in a turn, and gives keys their turns in rotation however much work one of them has', async () => {
    const turns = new FairTurns()
    const order: string[] = []
    const many = ['many-1', 'many-2', 'many-3'].map((name) =>
      turns.run(
        'many',
        steps(3, () => order.push(name)),
      ),
    )
    const one = turns.run(
      'one',
      steps(3, () => order.push('one')),
    )
    await one

    // The first slices are run by the callers themselves; from then on at least every second one is the other key's.
    expect(order.slice(4).filter((name) => name !== 'one').length).toBeLessThanOrEqual(3)
    await Promise.all(many)
  })
})
