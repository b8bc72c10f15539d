import { describe, expect, it } from 'vitest'
import { latencyOf } from '../latency.ts'
import type { Result } from '../result.ts'
import { renderHtml } from './html.ts'
import { failuresOf, type Report } from './report.ts'
import { renderTable } from './table.ts'

const result = (more: Partial<Result> = {}): Result => ({
  scenario: 'publish',
  value: '2,000/s',
  perSecond: 2000,
  target: '25 % of the no-op',
  of: 'no-op',
  shareMin: 0.25,
  faults: [],
  ...more,
})
const report = (results: Result[], more: Partial<Report> = {}): Report => ({
  machine: '2 × CPU',
  profile: 'full',
  raw: { 'no-op': 10_000 },
  columns: [{ queue: 'redis', results }],
  ...more,
})

describe('the table', () => {
  it('gives results as shares of their raw loop, and says which reached what they had to', () => {
    const missed = result()
    const reached = result({ scenario: 'faster', value: '2,500/s', perSecond: 2500 })
    const shown = result({
      scenario: 'latency',
      value: 'p95 5.0 ms',
      perSecond: undefined,
      shareMin: undefined,
      of: undefined,
    })
    const text = renderTable(report([missed, reached, shown]))
    expect(text).toContain('2,000/s, 20 % of no-op ✘')
    expect(text).toContain('2,500/s, 25 % of no-op ✔')
    expect(text).toMatch(/\| latency +\| [^|]+ \| p95 5\.0 ms +\|/)
    expect(text).toMatch(/\| raw: fastify that does nothing, 64 connections \| +\| 10,000\/s +\|/)
    expect(text).toMatch(/✔ Nothing lost, nothing doubled, nothing refused$/)
  })

  it('has a column for each backend', () => {
    const columns: Report['columns'] = [
      { queue: 'redis', results: [result()] },
      { queue: 'postgres', results: [result({ value: '1,000/s', perSecond: 1000 })] },
    ]
    expect(renderTable(report([], { columns }))).toMatch(/2,000\/s.* \| 1,000\/s/)
  })
})

describe('a run', () => {
  it('has failed when anything was lost, doubled or refused', () => {
    expect(failuresOf(report([result({ faults: ['3 lost'] })]))).toEqual(['publish (queue on redis): 3 lost'])
  })

  it('has not failed because a target was missed', () => {
    expect(failuresOf(report([result({ perSecond: 100 })]))).toEqual([])
  })

  it('that is quick has failed when a share has collapsed', () => {
    const quick = { profile: 'quick' } as const
    expect(failuresOf(report([result({ perSecond: 700 })], quick))).toEqual([])
    expect(failuresOf(report([result({ perSecond: 500 })], quick))).toEqual([
      'publish (queue on redis): has collapsed to 5 % of its raw loop',
    ])
  })
})

describe('the page', () => {
  it('has a curve for each latency, and asks nothing of anyone else', () => {
    const latency = latencyOf([1, 2, 3, 400])
    const html = renderHtml(report([result({ latency, scenario: 'a <b>' })]))
    expect(html.match(/<polyline/g)).toHaveLength(1)
    expect(html).toContain('a &lt;b&gt;')
    expect(html).not.toMatch(/src=|href=|@import|NaN|Infinity/)
  })
})

describe('a latency', () => {
  it('is exact to three digits', () => {
    const { count, p50, p95, p99, max } = latencyOf(Array.from({ length: 1000 }, (_, index) => index + 1))
    expect(count).toBe(1000)
    for (const [is, expected] of [
      [p50, 500],
      [p95, 950],
      [p99, 990],
      [max, 1000],
    ] as const) {
      expect(Math.abs(is - expected) / expected).toBeLessThan(0.002)
    }
  })
})
