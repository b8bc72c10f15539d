import { expect, it } from 'vitest'
import { toEventQuery } from './search.ts'

const NOW = Date.parse('2026-11-28T12:00:30.000Z')

it('sends each filter to the API as it is in the URL, and a period as its start', () => {
  expect(toEventQuery({ type: 'order.paid', internal: 'true', period: '1h' }, NOW)).toEqual({
    type: 'order.paid',
    internal: 'true',
    from: '2026-11-28T11:00:00.000Z',
  })
})

it('has no filter for an empty URL, and for an unknown period', () => {
  expect(toEventQuery({}, NOW)).toEqual({})
  expect(toEventQuery({ period: '3y' }, NOW)).toEqual({})
})
