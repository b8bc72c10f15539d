import { expect, it } from 'vitest'
import { isFiltered, toAuditQuery } from './search.ts'

it('asks the API for the filters, and for a period from its start', () => {
  const now = Date.parse('2026-11-28T09:00:30Z')
  expect(toAuditQuery({ action: 'key.created', period: '1h', entry: 'aud_1' }, now)).toEqual({
    action: 'key.created',
    from: '2026-11-28T08:00:00.000Z',
  })
})

it('does not count the open entry as a filter', () => {
  expect(isFiltered({ entry: 'aud_1' })).toBe(false)
  expect(isFiltered({ actor: 'admin' })).toBe(true)
})
