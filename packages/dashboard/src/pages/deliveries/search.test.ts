import { expect, it } from 'vitest'
import { toDeliveryQuery, toDeliverySearch } from './search.ts'

const NOW = Date.parse('2026-11-28T07:05:09Z')

it('sends lists as lists and times as they are', () => {
  const search = { status: 'failed,pending', statusCode: '5xx', to: '2026-11-28T00:00:00Z' }
  expect(toDeliveryQuery(search, NOW)).toEqual({
    status: ['failed', 'pending'],
    statusCode: ['5xx'],
    to: '2026-11-28T00:00:00Z',
  })
})

it('begins a period before the present minute', () => {
  expect(toDeliveryQuery({ period: '1h' }, NOW)).toEqual({ from: '2026-11-28T06:05:00.000Z' })
  expect(toDeliveryQuery({ period: 'unknown' }, NOW)).toEqual({})
})

it('is the list of what a filter of the API selects', () => {
  expect(
    toDeliverySearch({ status: ['failed', 'pending'], statusCode: ['503'], to: '2026-11-28T09:00:00.000Z' }),
  ).toEqual({ status: 'failed,pending', statusCode: '503', to: '2026-11-28T09:00:00.000Z' })
})
