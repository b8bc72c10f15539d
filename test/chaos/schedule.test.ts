import { describe, expect, it } from 'vitest'
import { createRandom } from './random.ts'
import { planFaults } from './schedule.ts'

const FAULTS = ['api killed', 'worker killed', 'Redis emptied', 'PostgreSQL killed', 'worker frozen']
const MINUTE_MS = 60_000

function plan(seed: number, durationMs: number) {
  return planFaults(FAULTS, { durationMs, random: createRandom(seed) })
}

describe('the plan of faults', () => {
  it('is the same for the same seed, and differs between seeds', () => {
    expect(plan(1, 5 * MINUTE_MS)).toEqual(plan(1, 5 * MINUTE_MS))
    expect(plan(1, 5 * MINUTE_MS)).not.toEqual(plan(2, 5 * MINUTE_MS))
  })

  it('has a fault every eight to ten seconds, and none in the first and last four', () => {
    const times = plan(3, 10 * MINUTE_MS).map(({ atMs }) => atMs)
    const pauses = times.slice(1).map((atMs, index) => atMs - (times[index] ?? 0))
    expect(Math.min(...pauses)).toBeGreaterThanOrEqual(8000)
    expect(Math.max(...pauses)).toBeLessThanOrEqual(10_000)
    expect(times[0]).toBe(4000)
    expect(times.at(-1)).toBeLessThanOrEqual(10 * MINUTE_MS - 4000)
  })

  it('contains every fault before it repeats one', () => {
    const names = plan(4, 5 * MINUTE_MS).map(({ fault }) => fault)
    expect(new Set(names.slice(0, FAULTS.length))).toEqual(new Set(FAULTS))
    expect(new Set(names.slice(FAULTS.length, 2 * FAULTS.length))).toEqual(new Set(FAULTS))
  })

  it('is empty without time or without faults', () => {
    expect(plan(5, 7000)).toEqual([])
    expect(planFaults([], { durationMs: MINUTE_MS, random: createRandom(5) })).toEqual([])
  })
})
