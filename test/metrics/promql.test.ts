import { expect, it } from 'vitest'
import { needsOf } from './promql.ts'

it('reads metrics, labels of their selectors, and labels of groups and joins', () => {
  expect(
    needsOf('sum by (a, b) (rate(x_total{c="1",d=~"2|3"}[5m])) / on (e) group_left (f) max(y) > 0.5'),
  ).toEqual({
    selectors: [
      { metric: 'x_total', labels: ['c', 'd'] },
      { metric: 'y', labels: [] },
    ],
    groupedBy: ['a', 'b', 'e', 'f'],
  })
})

it('takes no function for a metric', () => {
  expect(needsOf('absent(x) or histogram_quantile(0.9, y)').selectors.map(({ metric }) => metric)).toEqual([
    'x',
    'y',
  ])
})

it('refuses what cannot be parsed', () => {
  expect(() => needsOf('sum(x')).toThrow('not PromQL')
})
