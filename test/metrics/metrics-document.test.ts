import { describe, expect, it } from 'vitest'
import { isStale } from './metrics-document.ts'
import { registeredMetrics } from './registered-metrics.ts'

const own = registeredMetrics().filter(({ name }) => name.startsWith('posthorn_'))

/** https://prometheus.io/docs/practices/naming/: base units. A counter ends with `_total` as well. */
const OTHER_UNITS = /_(?:ms|milliseconds|minutes|hours|days|kb|mb|mib|percent)(?:_|$)/

describe('docs/metrics.md', () => {
  it('matches the registered metrics: otherwise run `npm run metrics`', () => {
    expect(isStale()).toBe(false)
  })
})

describe('the metrics', () => {
  it('have a help text of sentences', () => {
    expect(own.filter(({ help }) => !/^[A-Z].*\.$/.test(help))).toEqual([])
  })

  it('follow the naming conventions of Prometheus', () => {
    const totals = own.filter(({ name, type }) => name.endsWith('_total') !== (type === 'counter'))
    const histograms = own.filter(
      ({ name, type }) => type === 'histogram' && !/_(?:seconds|size)$/.test(name),
    )
    const units = own.filter(({ name }) => OTHER_UNITS.test(name))
    expect([...totals, ...histograms, ...units].map(({ name }) => name)).toEqual([])
  })

  it('have the same type and labels in every service', () => {
    expect(new Set(own.map(({ name }) => name)).size).toBe(own.length)
  })

  it('have no label that could name a tenant, an endpoint or an id', () => {
    const labels = new Set(own.flatMap(({ labelNames }) => labelNames))
    expect([...labels].toSorted()).toEqual([
      'attempt',
      'batch',
      'cause',
      'dependency',
      'error_code',
      'method',
      'outcome',
      'route',
      'service',
      'state',
      'status',
      'table',
      'version',
      'via',
    ])
  })
})
