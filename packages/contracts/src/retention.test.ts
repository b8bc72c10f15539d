import { describe, expect, it } from 'vitest'
import { newId } from './ids.ts'
import { isExpired } from './retention.ts'

const NOW = new Date('2026-11-28T12:00:00.000Z')
const period = { retentionDays: 30, now: NOW }

describe('the id of an expired object', () => {
  it.each(['event', 'delivery', 'attempt', 'request'] as const)(
    'has a time before the period: %s',
    (kind) => {
      expect(isExpired(newId(kind, new Date('2026-10-29T11:59:59.999Z')), period)).toBe(true)
      expect(isExpired(newId(kind, new Date('2026-10-29T12:00:00.000Z')), period)).toBe(false)
    },
  )

  it.each(['endpoint', 'source', 'key', 'job'] as const)('is of a kind that expires: not %s', (kind) => {
    expect(isExpired(newId(kind, new Date(0)), period)).toBe(false)
  })

  it('contains a time', () => {
    expect(isExpired('evt_1', period)).toBe(false)
    expect(isExpired('evt_ZZZZZZZZZZZZZZZZZZZZZZZZZZ', period)).toBe(false)
  })

  it('does not exist while everything is kept', () => {
    expect(isExpired(newId('event', new Date(0)), { retentionDays: 0, now: NOW })).toBe(false)
  })
})
