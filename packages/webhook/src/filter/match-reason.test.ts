import { describe, expect, it } from 'vitest'
import { runToEnd } from '../json/run-to-end.ts'
import { parseFilter } from './filter.ts'
import { explainMatchInSlices, type MatchedEndpoint } from './match-reason.ts'

const ACCEPTED = new Date('2026-11-21T12:00:00Z')
const BEFORE = new Date('2026-11-21T11:00:00Z')
const AFTER = new Date('2026-11-21T13:00:00Z')
const ENDPOINT: MatchedEndpoint = {
  createdAt: BEFORE,
  deletedAt: null,
  isEnabled: true,
  eventTypes: ['order.*'],
  filter: null,
}
const DE = parseFilter({ country: 'DE', amount: { $gt: 5 } })

describe('the reason why an endpoint has no delivery of an event', () => {
  it.each<[string, Partial<MatchedEndpoint>, unknown, object]>([
    ['it was created later', { createdAt: AFTER, isEnabled: false }, {}, { reason: 'created_later' }],
    ['it is deleted', { deletedAt: AFTER, isEnabled: false }, {}, { reason: 'deleted' }],
    ['it is disabled', { isEnabled: false, eventTypes: ['user.*'] }, {}, { reason: 'disabled' }],
    ['another type', { eventTypes: ['user.*'], filter: DE }, {}, { reason: 'type_not_subscribed' }],
    ['it matches now', { filter: DE }, { country: 'DE', amount: 6 }, { reason: 'matches_now' }],
    ['it matches now, without a filter', {}, {}, { reason: 'matches_now' }],
    ['its filter is no longer valid', { filter: undefined }, {}, { reason: 'filter_not_matched' }],
    [
      'the first condition that is not met',
      { filter: DE },
      { country: 'FR', amount: 1 },
      {
        reason: 'filter_not_matched',
        failedCondition: { path: 'country', operator: '$eq', expected: 'DE', actual: 'FR' },
      },
    ],
  ])('%s', (_name, part, value, reason) => {
    const event = { createdAt: ACCEPTED, type: 'order.paid', data: { value } }
    expect(runToEnd(explainMatchInSlices({ ...ENDPOINT, ...part }, event))).toEqual(reason)
  })

  it('is unknown when the data is too large for its filter to be applied', () => {
    const event = { createdAt: ACCEPTED, type: 'order.paid', data: 'too_large' as const }
    const reasonOf = (part: Partial<MatchedEndpoint>) =>
      runToEnd(explainMatchInSlices({ ...ENDPOINT, ...part }, event)).reason
    expect(reasonOf({ filter: DE })).toBe('data_too_large')
    expect(reasonOf({ filter: null })).toBe('matches_now')
    expect(reasonOf({ filter: undefined })).toBe('filter_not_matched')
  })

  it('is the filter when the data is not JSON', () => {
    const event = { createdAt: ACCEPTED, type: 'order.paid', data: undefined }
    expect(runToEnd(explainMatchInSlices({ ...ENDPOINT, filter: DE }, event))).toEqual({
      reason: 'filter_not_matched',
    })
  })
})
