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

describe('FairTurns', () => {
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
