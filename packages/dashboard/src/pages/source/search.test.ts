import { expect, it } from 'vitest'
import { toRequestQuery } from './search.ts'

const NOW = Date.parse('2026-11-28T07:05:09Z')

it('sends the filters as they are, so that the API says which value it does not know', () => {
  const search = { outcome: 'unknown', cause: 'signature_mismatch', to: '2026-11-28T00:00:00Z' }
  expect(toRequestQuery(search, NOW)).toEqual(search)
})

it('begins a period before the present minute', () => {
  expect(toRequestQuery({ period: '1h', outcome: 'rejected' }, NOW)).toEqual({
    outcome: 'rejected',
    from: '2026-11-28T06:05:00.000Z',
  })
})
