import { readFileSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, it } from 'vitest'
import type { ComparedResult } from '../result.ts'
import { readmeFigures, withFigures } from './readme-figures.ts'
import type { Report } from './report.ts'
import { renderTables } from './table.ts'

const ROOT = path.resolve(import.meta.dirname, '../..')
const read = (file: string) => readFileSync(path.join(ROOT, file), 'utf8')

const LINK = '([bench/RESULTS.md](bench/RESULTS.md))'

const result = (scenario: string, value: string, isReached?: boolean): ComparedResult => ({
  scenario,
  value,
  isReached,
  violations: [],
})

/** A run with other figures on each backend. */
function runWith(columns: Report['columns']): string {
  return renderTables({ machine: '2 × CPU', profile: 'full', raw: {}, columns })
}

const MEASURED = runWith([
  {
    queue: 'redis',
    results: [
      result('publish one by one, 64 connections, 1.5 kB', '9,001/s', true),
      result('ingest, Stripe-signed, new, 1.5 kB', '8,002/s'),
      result(
        '200/s to one endpoint, three processes',
        'p50 3.5 ms, p95 12.5 ms, p99 20.1 ms; CPU 3.9 ms (no-op 0.50 ms)',
        false,
      ),
      result(
        '200/s to one endpoint, one process',
        'p50 1.0 ms, p95 1.0 ms, p99 1.0 ms; CPU 1.0 ms (no-op 1.00 ms)',
      ),
      result('burst over 64 connections, three processes', 'accepted 3,210/s, delivered 3,100/s, CPU 1.0 ms'),
      result('backlog of 50,000 deliveries, one worker', '7,003/s'),
    ],
  },
  {
    queue: 'postgres',
    results: [
      result(
        '200/s to one endpoint, one process',
        'p50 4.5 ms, p95 14.5 ms, p99 20.1 ms; CPU 4.1 ms (no-op 0.50 ms)',
        true,
      ),
      result('memory after the load, one process', 'all 1,234 MiB'),
      result('idle after the load, one process', '0.015 cores, PostgreSQL and Redis 0.004', true),
    ],
  },
])

describe('the figures of the README', () => {
  it('are four lines of the table of targets', () => {
    expect(readmeFigures(MEASURED)).toEqual([
      `- At 200 events a second, an event arrives after 3.5 ms (p95 12.5 ms) and takes 3.9 ms of processor time, PostgreSQL and Redis included ${LINK}.`,
      `- In one process without Redis: 4.5 ms (p95 14.5 ms), 4.1 ms of processor time, 1,234 MiB after a load, 0.015 cores when idle ${LINK}.`,
      `- A burst over 64 connections is accepted at 3,210 events a second and delivered at 3,100 ${LINK}.`,
      `- Accepts 9,001 events a second one by one, 8,002 Stripe-signed webhooks ${LINK}.`,
    ])
  })

  it('are those of the table of all scenarios until the targets are measured', () => {
    const all = runWith([
      {
        queue: 'redis',
        results: [
          result('publish one by one, 64 connections, 1.5 kB', '9,001/s'),
          result('publish in batches of 100, 1.5 kB', '9,002/s'),
          result('ingest, Stripe-signed, new, 1.5 kB', '9,003/s'),
          result('publish to arrival, 200/s, 1.5 kB', 'p50 3.5 ms, p95 12.5 ms, p99 20.1 ms'),
          result('backlog of 50,000 deliveries, one worker', '9,004/s'),
        ],
      },
    ])
    expect(readmeFigures(all)).toEqual([
      `- Accepts 9,001 events a second one by one, 9,003 Stripe-signed webhooks ${LINK}.`,
      `- One worker delivers a backlog at 9,004 a second ${LINK}.`,
      `- Accepts 9,002 events a second in batches of 100 ${LINK}.`,
      `- At 200 events a second to ten endpoints, p95 from publish to arrival is 12.5 ms ${LINK}.`,
    ])
  })

  it('are those of the first table that has them', () => {
    const backlog = (perSecond: string) =>
      runWith([
        { queue: 'redis', results: [result('backlog of 50,000 deliveries, one worker', `${perSecond}/s`)] },
      ])
    expect(readmeFigures(`${backlog('1')}\n${backlog('2')}`)).toEqual([
      `- One worker delivers a backlog at 1 a second ${LINK}.`,
    ])
  })

  it('leave out what was not measured', () => {
    expect(readmeFigures('Not measured yet.')).toEqual([])
  })

  it('replace the previous ones and leave the rest of the page', () => {
    const readme = 'Before\n\n<!-- figures -->\n\n- old\n\n<!-- end of figures -->\n\nAfter\n'
    const changed = withFigures(readme, MEASURED)
    expect(changed?.split('\n')).toEqual([
      'Before',
      '',
      '<!-- figures -->',
      '',
      ...readmeFigures(MEASURED),
      '',
      '<!-- end of figures -->',
      '',
      'After',
      '',
    ])
    expect(withFigures(changed ?? '', MEASURED)).toBe(changed)
    expect(withFigures('no block', MEASURED)).toBeUndefined()
  })

  it('are those of bench/RESULTS.md', () => {
    const readme = read('README.md')
    expect(withFigures(readme, read('bench/RESULTS.md'))).toBe(readme)
  })
})
