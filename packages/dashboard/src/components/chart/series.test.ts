import { expect, it } from 'vitest'
import { type Series, stack } from './series.ts'

it('stacks each series on those before it', () => {
  const series: Series[] = [
    { label: 'Succeeded', color: 'ok', values: [5, 0, null] },
    { label: 'Failed', color: 'bad', values: [1, 2, 3] },
  ]
  expect(stack(series).map(({ values }) => values)).toEqual([
    [5, 0, 0],
    [6, 2, 3],
  ])
})
