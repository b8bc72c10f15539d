import { DELIVERY_ERROR_CODES } from '@posthorn/webhook'
import { describe, expect, it } from 'vitest'
import { DeliveryReason } from '../deliveries/delivery-reason.ts'
import { DisabledReason } from '../endpoints/endpoint.ts'
import { MatchResult } from '../finding/event-match.ts'
import { RequestCause } from '../inbound-request.ts'
import {
  DELIVERY_REASON_EXPLANATIONS,
  DISABLED_REASON_EXPLANATIONS,
  type Explanation,
  explainAttempt,
  MATCH_RESULT_EXPLANATIONS,
  REQUEST_CAUSE_EXPLANATIONS,
} from './index.ts'

const SENTENCES = /^[A-Z].*\.$/s
const IN_WORDS: Explanation = {
  title: expect.stringMatching(/^[A-Z].{2,40}[^.]$/),
  explanation: expect.stringMatching(SENTENCES),
  fix: expect.stringMatching(SENTENCES),
}

describe('explains in a title, what happened and what to do', () => {
  it.each(DELIVERY_ERROR_CODES)('the error code %s', (errorCode) => {
    expect(explainAttempt({ errorCode, statusCode: null })).toEqual(IN_WORDS)
  })

  it.each(DeliveryReason.options)('the reason %s', (reason) => {
    expect(DELIVERY_REASON_EXPLANATIONS[reason]).toEqual(IN_WORDS)
  })

  it.each(DisabledReason.options)('the reason of a disabled endpoint %s', (reason) => {
    expect(DISABLED_REASON_EXPLANATIONS[reason]).toEqual(IN_WORDS)
  })

  it.each(MatchResult.options)('the result %s of an endpoint', (result) => {
    expect(MATCH_RESULT_EXPLANATIONS[result]).toEqual(IN_WORDS)
  })

  it.each(RequestCause.options)('the cause %s of a rejected request', (cause) => {
    expect(REQUEST_CAUSE_EXPLANATIONS[cause]).toEqual(IN_WORDS)
  })

  it.each([200, 301, 400, 401, 404, 410, 418, 429, 500, 503, 599])('the status %i', (statusCode) => {
    expect(explainAttempt({ errorCode: null, statusCode })).toEqual(IN_WORDS)
  })

  it.each([
    ['a code of a later version', { errorCode: 'of_a_later_version', statusCode: null }],
    ['a status outside HTTP', { errorCode: null, statusCode: 999 }],
  ])('%s', (_name, cause) => {
    expect(explainAttempt(cause)).toEqual(IN_WORDS)
  })
})

it('explains no attempt that has no result yet', () => {
  expect(explainAttempt({ errorCode: null, statusCode: null })).toBeUndefined()
})
