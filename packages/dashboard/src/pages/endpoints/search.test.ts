import { expect, it } from 'vitest'
import { toEndpointFilter } from './search.ts'

it('sends each filter of the URL as a list', () => {
  expect(toEndpointFilter({ health: 'open,failing', status: 'active' })).toEqual({
    status: ['active'],
    health: ['open', 'failing'],
  })
  expect(toEndpointFilter({})).toEqual({})
})
