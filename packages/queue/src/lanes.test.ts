import { TenantId } from '@posthorn/contracts'
import { describe, expect, it } from 'vitest'
import { Lanes } from './lanes.ts'

const BUSY = TenantId.parse('busy')
const QUIET = TenantId.parse('quiet')

describe('the lane of a tenant that adds deliveries', () => {
  it.each([
    ['within its allowance', [1], { express: 1, priority: 1 }],
    ['up to its allowance', [199, 1], { express: 1, priority: 1 }],
    ['beyond its allowance', [200, 1], { express: 0, priority: 1 }],
    ['partly within it', [150, 100], { express: 50, priority: 1 }],
    ['twice its allowance', [400], { express: 200, priority: 2 }],
    ['far beyond it', [200, 20_000], { express: 0, priority: 7 }],
    ['without end', [200, 1e9], { express: 0, priority: 16 }],
  ])('%s, %j: %j', (_what, charges, last) => {
    const lanes = new Lanes(() => 0)
    expect(charges.map((deliveries) => lanes.charge(BUSY, deliveries)).at(-1)).toEqual(last)
  })

  it('is the express lane again once its burst is paid off, and not sooner', () => {
    let nowMs = 0
    const lanes = new Lanes(() => nowMs)
    lanes.charge(BUSY, 1200)
    nowMs = 5000
    expect(lanes.charge(BUSY, 1).express).toBe(0)
    nowMs = 5010
    expect(lanes.charge(BUSY, 1).express).toBe(1)
  })

  it('does not depend on what other tenants add', () => {
    const lanes = new Lanes(() => 0)
    lanes.charge(BUSY, 1_000_000)
    expect(lanes.charge(QUIET, 200)).toEqual({ express: 200, priority: 1 })
  })

  it('never saves up more than one burst', () => {
    let nowMs = 0
    const lanes = new Lanes(() => nowMs)
    lanes.charge(BUSY, 1)
    nowMs = 3_600_000
    expect(lanes.charge(BUSY, 1000).express).toBe(200)
  })

  it('is evicted only for the tenants that were charged longest ago', () => {
    const lanes = new Lanes(() => 0)
    lanes.charge(BUSY, 1000)
    for (let other = 0; other < 30_000; other += 1) lanes.charge(TenantId.parse(`other-${other}`), 1)
    expect(lanes.charge(BUSY, 1).express).toBe(1)
    expect(lanes.charge(TenantId.parse('other-29999'), 200).express).toBe(199)
  })
})
