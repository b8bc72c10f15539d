import { describe, expect, it } from 'vitest'
import { latencyOf } from '../latency.ts'
import type { ComparedResult } from '../result.ts'
import { renderHtml } from './html.ts'
import { failuresOf, type Report } from './report.ts'
import { renderTables } from './table.ts'

const result = (more: Partial<ComparedResult> = {}): ComparedResult => ({
  scenario: 'publish',
  value: '2,000/s',
  perSecond: 2000,
  target: '25 % of the no-op',
  rawRates: { loop: 'no-op', before: 9000, after: 11_000 },
  shareMin: 0.25,
  violations: [],
  ...more,
})
const report = (results: ComparedResult[], more: Partial<Report> = {}): Report => ({
  machine: '2 × CPU',
  profile: 'full',
  raw: { 'no-op': { min: 9000, max: 11_000 }, insert: { min: 500, max: 500 } },
  columns: [{ queue: 'redis', results }],
  ...more,
})

describe('the table', () => {
  it('shows results as shares of the mean of their raw loop, and which reached their target', () => {
    const missed = result()
    const reached = result({ scenario: 'faster', value: '2,500/s', perSecond: 2500 })
    const text = renderTables(report([missed, reached]))
    expect(text).toContain('2,000/s, 20 % of no-op ✘ ')
    expect(text).toContain('2,500/s, 25 % of no-op ✔ ')
    expect(text).toMatch(/✔ Nothing lost, nothing doubled, nothing refused$/)
    expect(text).not.toContain('~')
  })

  it('shows the rate of the raw loop beside a latency', () => {
    const shown = { scenario: 'latency', value: 'p95 5.0 ms', perSecond: undefined, shareMin: undefined }
    const text = renderTables(
      report([result(shown), result({ ...shown, scenario: 'alone', rawRates: undefined })]),
    )
    expect(text).toMatch(/\| latency +\| [^|]+ \| p95 5\.0 ms \(no-op 10,000\/s\) +\|/)
    expect(text).toMatch(/\| alone +\| [^|]+ \| p95 5\.0 ms +\|/)
  })

  it('shows the range of each raw loop', () => {
    const text = renderTables(report([]))
    expect(text).toMatch(/\| raw: fastify that does nothing, 64 connections \| +\| 9,000\/s–11,000\/s +\|/)
    expect(text).toMatch(/\| raw: rows of 1 KiB, 500 in a statement +\| +\| 500\/s +\|/)
    expect(text).not.toContain('raw: BullMQ')
  })

  it('marks results during which the machine changed its speed', () => {
    const rawRates = { loop: 'no-op', before: 4000, after: 6001 } as const
    const text = renderTables(report([result({ rawRates }), result({ scenario: 'steady' })]))
    expect(text).toContain('2,000/s, 40 % of no-op ✔ ~')
    expect(text).toContain('2,000/s, 20 % of no-op ✘ ')
    expect(text).toContain('\n~ The raw loop before and after differ by more than half')
  })

  it('has a column for each backend', () => {
    const columns: Report['columns'] = [
      { queue: 'redis', results: [result()] },
      { queue: 'postgres', results: [result({ value: '1,000/s', perSecond: 1000 })] },
    ]
    expect(renderTables(report([], { columns }))).toMatch(/2,000\/s.* \| 1,000\/s/)
  })

  it('is followed by the cost of each unit, if known', () => {
    const cost = { api: 99.6, PostgreSQL: 250, Redis: 1200, WAL: 4321.4 }
    const text = renderTables(report([result({ cost, unit: 'event' }), result({ scenario: 'unknown' })]))
    const [, costs = ''] = text.split('CPU per unit, µs, queue on Redis:')
    expect(costs.trim().split('\n').slice(0, 3)).toEqual([
      '| scenario | unit  | api | PostgreSQL | Redis | together | WAL, bytes |',
      '| -------- | ----- | --- | ---------- | ----- | -------- | ---------- |',
      '| publish  | event | 100 | 250        | 1,200 | 1,550    | 4,321      |',
    ])
    expect(costs).not.toContain('unknown')
    expect(renderTables(report([result()]))).not.toContain('CPU per unit')
  })
})

describe('a run', () => {
  it('has failed when anything was lost, duplicated or refused', () => {
    expect(failuresOf(report([result({ violations: ['3 lost'] })]))).toEqual([
      'publish (queue on redis): 3 lost',
    ])
  })

  it('has not failed because a target was missed', () => {
    expect(failuresOf(report([result({ perSecond: 100 })]))).toEqual([])
  })

  const quick = { profile: 'quick' } as const

  it('that is quick has failed when a share has collapsed, by the slower of the two measurements', () => {
    expect(failuresOf(report([result({ perSecond: 570 })], quick))).toEqual([])
    expect(failuresOf(report([result({ perSecond: 450 })], quick))).toEqual([
      'publish (queue on redis): has collapsed to 5 % of its raw loop',
    ])
  })

  it('that is quick has not failed because the queue is slower on PostgreSQL', () => {
    const columns: Report['columns'] = [{ queue: 'postgres', results: [result({ perSecond: 450 })] }]
    expect(failuresOf(report([], { ...quick, columns }))).toEqual([])
  })
})

describe('the page', () => {
  it('has a curve for each latency, and loads nothing', () => {
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
