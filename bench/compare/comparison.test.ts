import { describe, expect, it } from 'vitest'
import { latencyOf } from '../latency.ts'
import type { Result } from '../result.ts'
import { type Comparison, compareRounds, figuresOf } from './comparison.ts'
import { renderComparison } from './comparison-table.ts'

const rate = (perSecond: number, scenario = 'publish'): Result => ({
  scenario,
  value: '',
  perSecond,
  violations: [],
})

describe('the figures of a result', () => {
  it('are its rate, its latency, its cost and further ones', () => {
    const latency = latencyOf([1, 2, 3])
    const cost = { api: 1000, PostgreSQL: 500, WAL: 77 }
    const figures = [{ name: 'api, MiB', value: 9 }]
    expect(figuresOf({ ...rate(5), latency, cost, unit: 'event', figures })).toEqual([
      { name: 'per second', value: 5 },
      { name: 'p50, ms', value: latency.p50 },
      { name: 'p95, ms', value: latency.p95 },
      { name: 'p99, ms', value: latency.p99 },
      { name: 'CPU per event, ms', value: 1.5 },
      { name: 'WAL per event, bytes', value: 77 },
      { name: 'api, MiB', value: 9 },
    ])
  })
})

describe('a comparison of two versions', () => {
  it('has the ratio of the medians, and the range of the ratios of each round', () => {
    const base = [[rate(100)], [rate(200)], [rate(100)]]
    const now = [[rate(150)], [rate(200)], [rate(200)]]
    expect(compareRounds({ base, now })).toEqual([
      { scenario: 'publish', name: 'per second', base: 100, now: 200, ratio: 2, ratioMin: 1, ratioMax: 2 },
    ])
  })

  it('leaves out what only one version has, or has not in each round', () => {
    const base = [[rate(1), rate(1, 'only base')], [rate(1)]]
    const now = [
      [rate(2), rate(2, 'only now'), rate(2, 'once')],
      [rate(2), rate(2, 'only now')],
    ]
    expect(compareRounds({ base, now }).map(({ scenario }) => scenario)).toEqual(['publish'])
    expect(compareRounds({ base: [[rate(1, 'once')], [rate(1, 'once')]], now })).toEqual([])
  })

  const comparison: Comparison = {
    machine: '2 × CPU',
    profile: 'full',
    commit: '0123456789abcdef0123456789abcdef01234567',
    rounds: 2,
    columns: [
      {
        queue: 'redis',
        figures: compareRounds({ base: [[rate(1000)], [rate(0.5)]], now: [[rate(1500)], [rate(1)]] }),
      },
    ],
    failures: [],
  }

  it('is a table for each backend', () => {
    const text = renderComparison(comparison)
    expect(text).toContain('Base: commit 0123456789ab; now: the working tree; rounds, in turns: 2; medians')
    expect(text).toMatch(
      /Queue on Redis:\n\n\| scenario .*\n.*\n\| publish +\| per second +\| 500 +\| 751 +\| 1\.50 +\| 1\.50 to 2\.00 +\|/,
    )
    expect(text).toMatch(/✔ Nothing lost, nothing doubled, nothing refused$/)
  })

  it('has no ratio to a base of zero', () => {
    const figures = compareRounds({ base: [[rate(0)], [rate(0)]], now: [[rate(0)], [rate(1)]] })
    const columns: Comparison['columns'] = [{ queue: 'redis', figures }]
    expect(renderComparison({ ...comparison, columns })).toMatch(
      /\| publish +\| per second +\| 0 +\| 0\.5 +\| +\| +\|/,
    )
  })

  it('says what was lost, and what could not be measured', () => {
    const failures = ['publish (queue on redis, base): 3 lost']
    expect(renderComparison({ ...comparison, failures })).toMatch(
      /✘ publish \(queue on redis, base\): 3 lost$/,
    )
  })
})
