import { expect, it } from 'vitest'
import { suggestionsOf } from './suggestions.ts'

it('offers all, each prefix once, the types of the catalogue, and events of Posthorn', () => {
  const catalogue = ['order.created', 'order.item.added', 'ping'].map((name) => ({ name, description: 'D' }))
  expect(suggestionsOf(catalogue).map(({ value }) => value)).toEqual([
    '*',
    'order.*',
    'order.item.*',
    'order.created',
    'order.item.added',
    'ping',
    'posthorn.endpoint.failing',
    'posthorn.endpoint.disabled',
    'posthorn.delivery.exhausted',
  ])
})
