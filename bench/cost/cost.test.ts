import { describe, expect, it } from 'vitest'
import { costPerUnit, cpuMsOf, totalOf, watchCost } from './cost.ts'

const BUSY_US = 100_000

const span = { fromMs: 1000, toMs: 2000, used: { api: 300, PostgreSQL: 600, WAL: 9000 } }

describe('the cost of a unit', () => {
  it('is the usage in the span divided by the units done in it', () => {
    const cost = costPerUnit(span, [999, 1000, 1500, 2000, 2001])
    expect(cost).toEqual({ api: 100, PostgreSQL: 200, WAL: 3000 })
    expect(totalOf(cost ?? {})).toBe(300)
  })

  it.each([
    ['nothing was done', span, [999]],
    ['the system does not report usage', { ...span, used: {} }, [1500]],
  ])('is unknown where %s', (_, of, doneMs) => {
    expect(costPerUnit(of, doneMs)).toBeUndefined()
  })
})

describe('the processor time of a cost', () => {
  it('is the time of all components, or of some', () => {
    expect(cpuMsOf({ api: 1000, Redis: 500, WAL: 9 })).toBe(1.5)
    expect(totalOf({ api: 1000, all: 20, Redis: 500, WAL: 9 }, ['api', 'all'])).toBe(1020)
  })

  it.each([undefined, {}, { WAL: 9 }])('is unknown for %j', (cost) => {
    expect(cpuMsOf(cost)).toBeUndefined()
  })
})

describe.runIf(process.platform === 'linux')('watching processes', () => {
  it('returns their usage since the start', async () => {
    const begun = Promise.withResolvers<void>()
    const end = watchCost(() => [{ component: 'api', pid: process.pid }], {
      async walBytes() {
        begun.resolve()
        return 7
      },
    })
    await begun.promise
    // The system counts in hundredths of a second of processor time, which take longer on a busy machine.
    const before = process.cpuUsage()
    while (process.cpuUsage(before).user < BUSY_US) JSON.stringify(process.versions)
    const { fromMs, toMs, used } = await end()
    expect(used.api).toBeGreaterThan(0)
    expect(used.WAL).toBe(0)
    expect(toMs).toBeGreaterThan(fromMs)
  })
})
