import { describe, expect, it } from 'vitest'
import { BacklogPace } from './backlog-pace.ts'

/** A worker whose claims of light tenants take so long, and which also claims a backlog, unless the test says otherwise. */
function claiming() {
  const pace = new BacklogPace()
  let nowMs = 1_000_000
  return {
    pace,
    share: (tenantId = 'backlog') => pace.share(tenantId, nowMs),
    wait: (ms: number) => (nowMs += ms),
    run: (seconds: number, { tenantId = 'light', lightMs, perSecond = 50, backlog = true }: Load): void => {
      for (let count = 0; count < seconds * perSecond; count += 1) {
        nowMs += 1000 / perSecond
        if (backlog) pace.backlogClaimed('backlog', 5, nowMs)
        pace.lightClaimed([tenantId], lightMs, nowMs)
      }
    },
    pauseMs: (durationMs: number) => pace.backlogClaimed('backlog', durationMs, nowMs),
  }
}

interface Load {
  tenantId?: string
  lightMs: number
  perSecond?: number
  backlog?: boolean
}

describe('the pace of a backlog', () => {
  it('is full speed while there are no other tenants, also after they have been gone for half a minute', () => {
    const { share, pauseMs, run, wait } = claiming()
    expect([share(), pauseMs(20)]).toEqual([1, 0])
    run(1, { lightMs: 4 })
    run(1, { lightMs: 100 })
    expect(share()).toBeLessThan(1)
    wait(30_001)
    expect([share(), pauseMs(20)]).toEqual([1, 0])
  })

  it('is full speed when only the tenant itself delivered little before its backlog', () => {
    const { share, pauseMs, run } = claiming()
    run(10, { tenantId: 'backlog', lightMs: 4, backlog: false })
    expect([share('backlog'), pauseMs(20), share('another backlog')]).toEqual([1, 0, 1 / 4])
    run(1, { tenantId: 'light', lightMs: 4, backlog: false })
    run(1, { tenantId: 'backlog', lightMs: 4, backlog: false })
    expect([share('backlog'), share('light')]).toEqual([1 / 4, 1 / 4])
  })

  it('starts slowly when a backlog appears beside others, and rises while their claims stay fast', () => {
    const { share, run } = claiming()
    run(10, { lightMs: 4, backlog: false })
    expect(share()).toBe(1 / 4)
    run(10, { lightMs: 6 })
    expect(share()).toBe(1)
  })

  it('falls within a second when the claims of others become slow, but never to nothing', () => {
    const { share, pauseMs, run } = claiming()
    run(10, { lightMs: 4 })
    expect(share()).toBe(1)
    run(1, { lightMs: 40 })
    expect(share()).toBe(1 / 5)
    run(60, { lightMs: 400 })
    expect([pauseMs(20), pauseMs(15_000)]).toEqual([80, 500])
  })

  it('follows others that deliver little, too', () => {
    const { share, run } = claiming()
    run(60, { lightMs: 4, perSecond: 1 })
    const before = share()
    run(20, { lightMs: 40, perSecond: 1 })
    expect(before - share()).toBeGreaterThan(0.5)
  })

  it('measures the delay from the shortest claim of the last minutes: a slow database alone is none', () => {
    const { share, run } = claiming()
    run(10, { lightMs: 4 })
    run(30, { lightMs: 40 })
    expect(share()).toBe(1 / 5)
    run(120, { lightMs: 44 })
    expect(share()).toBe(1)
  })

  it('starts slowly again after a second without a backlog', () => {
    const { share, run } = claiming()
    run(10, { lightMs: 4 })
    run(2, { lightMs: 4, backlog: false })
    expect(share()).toBe(1 / 4)
  })
})
