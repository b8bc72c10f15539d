import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { ClaimPace } from './claim-pace.ts'

beforeEach(() => void vi.useFakeTimers({ now: 1_000_000 }))
afterEach(() => void vi.useRealTimers())

/** A worker on which claims take so long. */
function claiming() {
  let resumed = 0
  const pace = new ClaimPace(
    () => Date.now(),
    () => (resumed += 1),
  )
  return {
    pace,
    resumed: () => resumed,
    claim: (kind: 'shared' | 'backlog', tenantId: string, durationMs: number): void => {
      const startedAtMs = Date.now()
      vi.advanceTimersByTime(durationMs)
      const tenantIds = Array.from({ length: kind === 'backlog' ? 40 : 1 }, () => tenantId)
      pace.count({ kind, tenantIds, startedAtMs })
    },
  }
}

describe('claims of backlogs', () => {
  it('pause after one that a tenant had beyond its allowance, while other tenants deliver', async () => {
    const { pace, claim, resumed } = claiming()
    claim('shared', 'light', 2)
    for (let count = 0; count < 4; count += 1) claim('backlog', 'backlog', 10)
    expect([pace.allows('backlog'), pace.allows('other backlog')]).toEqual([false, true])
    // Of the four claims, one was made beyond it.
    await vi.advanceTimersByTimeAsync(1000)
    expect([pace.allows('backlog'), resumed()]).toEqual([true, 1])
  })

  it('do not pause while no other tenant delivers', () => {
    const { pace, claim } = claiming()
    for (let count = 0; count < 100; count += 1) claim('backlog', 'backlog', 10)
    expect([pace.share('backlog'), pace.allows('backlog')]).toEqual([1, true])
  })

  it('do not pause for those of a tenant within its allowance', () => {
    const { pace, claim } = claiming()
    claim('shared', 'light', 2)
    for (let count = 0; count < 2; count += 1) claim('backlog', 'small', 10)
    expect([pace.allows('small'), pace.allows('backlog')]).toEqual([true, true])
  })
})
