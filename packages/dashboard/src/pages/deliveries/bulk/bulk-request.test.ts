import { describe, expect, it } from 'vitest'
import { bulkRequestOf, firstStatuses } from './bulk-request.ts'

const AT = '2026-11-28T09:00:00.000Z'
const EARLIER = '2026-11-27T09:00:00.000Z'

describe('the statuses of a bulk action', () => {
  it('are those of the filter that the action can change', () => {
    expect(firstStatuses('retry', { status: ['failed', 'succeeded'] })).toEqual(['failed'])
    expect(firstStatuses('cancel', { status: ['failed', 'pending'] })).toEqual(['pending'])
    expect(firstStatuses('cancel', { status: ['failed'] })).toEqual([])
  })

  it('are the failed ones for a retry, and with a cause those that are retried as well', () => {
    expect(firstStatuses('retry', {})).toEqual(['failed'])
    expect(firstStatuses('retry', { statusCode: ['503'] })).toEqual(['failed', 'pending'])
    expect(firstStatuses('retry', { errorCode: ['timeout'] })).toEqual(['failed', 'pending'])
    expect(firstStatuses('cancel', {})).toEqual(['pending'])
  })
})

describe('the request of a bulk action', () => {
  it('leaves out what fails after it was previewed', () => {
    expect(bulkRequestOf({ action: 'retry', filter: {}, statuses: ['failed'] }, AT)).toEqual({
      action: 'retry',
      filter: { status: ['failed'], finishedTo: AT },
    })
  })

  it('leaves out pending deliveries that are created after it was previewed', () => {
    const filter = { statusCode: ['5xx'] }
    expect(bulkRequestOf({ action: 'retry', filter, statuses: ['failed', 'pending'] }, AT)).toEqual({
      action: 'retry',
      filter: { statusCode: ['5xx'], status: ['failed', 'pending'], to: AT },
    })
  })

  it('keeps an earlier end of the filter', () => {
    expect(
      bulkRequestOf({ action: 'cancel', filter: { to: EARLIER }, statuses: ['pending'] }, AT).filter.to,
    ).toBe(EARLIER)
  })
})
