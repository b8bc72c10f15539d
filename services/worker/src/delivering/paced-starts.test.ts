import { setImmediate } from 'node:timers/promises'
import { describe, expect, it } from 'vitest'
import { PacedStarts } from './paced-starts.ts'

/** As signing and sending a delivery. */
function busyFor(ms: number): void {
  const untilMs = performance.now() + ms
  while (performance.now() < untilMs);
}

describe('starting deliveries', () => {
  it('lets the event loop turn in between, and takes tenants in turn', async () => {
    const begun: string[] = []
    const starts = new PacedStarts(() => {})
    const add = (tenant: string, count: number) => {
      for (let number = 0; number < count; number += 1) {
        starts.add(tenant, () => {
          begun.push(tenant)
          busyFor(1)
        })
      }
    }
    add('busy', 50)
    expect(begun.length).toBeLessThan(50)
    add('late', 1)
    while (!begun.includes('late')) await setImmediate()
    expect(begun.length).toBeLessThan(15)
    while (begun.length < 51) await setImmediate()
  })

  it('happens at once while there are few', () => {
    const begun: number[] = []
    const starts = new PacedStarts(() => {})
    starts.add('one', () => begun.push(1))
    starts.add('two', () => begun.push(2))
    expect(begun).toEqual([1, 2])
  })

  it('reports when few of a tenant are left', async () => {
    const left: boolean[] = []
    const starts: PacedStarts = new PacedStarts(() => left.push(starts.isLow('one')))
    let begun = 0
    const start = () => {
      begun += 1
      busyFor(1)
    }
    for (let number = 0; number < 60; number += 1) starts.add('one', start)
    expect([left, starts.isLow('one'), starts.isLow('other')]).toEqual([[], false, true])
    while (left.length === 0) await setImmediate()
    expect(left).toEqual([true])
    // Not beside a later file, in which the clock may stand still.
    while (begun < 60) await setImmediate()
  })
})
