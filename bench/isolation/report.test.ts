import { describe, expect, it } from 'vitest'
import { isGood, type Report, renderReport } from './report.ts'
import type { PhaseResult } from './results.ts'

const phase = (kind: 'A' | 'B', p95: number, more: Partial<PhaseResult> = {}): PhaseResult => ({
  kind,
  published: 7200,
  refused: 0,
  arrived: 7200,
  lost: 0,
  repeated: 0,
  latencyMs: { p50: 9, p95, p99: 40, max: 50 },
  p95MsBySecond: [p95],
  replyMs: { p50: 4, p95: 8, p99: 9, max: 10 },
  load: 1.2,
  busy: 0.61,
  bad: [],
  ...more,
})
const report = (...phases: PhaseResult[]): Report => ({
  options: {
    seconds: 30,
    warmUpSeconds: 10,
    ratePerSecond: 200,
    pairs: 1,
    queue: 'redis',
    json: undefined,
    write: false,
  },
  cores: 2,
  phases,
})

describe('the verdict', () => {
  it.each([
    ['the ratio at most 1.5', [phase('A', 20), phase('B', 30)], true],
    ['the ratio above 1.5', [phase('A', 20), phase('B', 31)], false],
    ['an event lost', [phase('A', 20), phase('B', 20, { lost: 1 })], false],
    ['a publication refused', [phase('A', 20, { refused: 1 }), phase('B', 20)], false],
    ['a machine that does not keep up', [phase('A', 5000), phase('B', 1000)], false],
    ['nothing measured', [phase('A', Number.NaN), phase('B', Number.NaN)], false],
  ])('with %s', (_, phases, expected) => {
    expect(isGood(report(...phases))).toBe(expected)
  })
})

describe('the report', () => {
  it('has a row for each phase, the results of the failing endpoints, and the verdict last', () => {
    const bad: PhaseResult['bad'] = [
      { what: 'hanging', attempts: 40, circuitOpenedAfterSeconds: undefined },
      { what: 'refusing', attempts: 240, circuitOpenedAfterSeconds: 10.04 },
    ]
    expect(renderReport(report(phase('A', 20), phase('B', 25, { bad }))).split('\n')).toEqual([
      'Publish to arrival at 18 of 20 endpoints: 200 events/s in all, 30 s after 10 s of warm-up, queue on Redis, 2 cores',
      '',
      '                   published arrived lost   p50 ms   p95 ms   p99 ms  reply p95 busy  load',
      'A1 all healthy          7200    7200    0      9.0     20.0     40.0        8.0  61%   1.2',
      'B1 hangs, refuses       7200    7200    0      9.0     25.0     40.0        8.0  61%   1.2',
      '',
      'B1: hanging 40 failed attempts, circuit closed to the end; refusing 240 failed attempts, circuit open after 10.0 s',
      'p95 of B to that of A: 1.25',
      'isolation: p95 ratio 1.25 (at most 1.5)',
    ])
  })

  it('says what was lost or refused', () => {
    const text = renderReport(report(phase('A', 20, { refused: 3 }), phase('B', 20, { lost: 2 })))
    expect(text).toContain('2 events were accepted and did not arrive.\n3 publications were not accepted.\n')
  })
})
