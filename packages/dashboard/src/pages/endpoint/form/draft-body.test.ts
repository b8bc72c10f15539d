import { describe, expect, it } from 'vitest'
import { NEW_DRAFT } from './draft.ts'
import { changedFields, toBody } from './draft-body.ts'

const FILTER = '{ "amount": { "$gte": 1e2 } }'

describe('the body of a draft', () => {
  it('has the fields that were changed, and no others', () => {
    const draft = { ...NEW_DRAFT, url: ' https://example.com/a ', maxInFlight: '5', rateLimitPerSecond: '' }
    const fields = changedFields(draft, NEW_DRAFT)
    expect(fields).toEqual(['url', 'maxInFlight'])
    expect(toBody(draft, fields)).toEqual({ text: '{"url":"https://example.com/a","maxInFlight":5}' })
  })

  it('has filter and metadata as they were typed', () => {
    const draft = { ...NEW_DRAFT, filter: FILTER, metadata: '{"n":1.50}' }
    expect(toBody(draft, ['filter', 'metadata'])).toEqual({
      text: `{"filter":${FILTER},"metadata":{"n":1.50}}`,
    })
  })

  it('removes an empty filter, limit and metadata', () => {
    const draft = { ...NEW_DRAFT, filter: ' ', metadata: '', rateLimitPerSecond: ' ' }
    expect(toBody(draft, ['filter', 'metadata', 'rateLimitPerSecond'])).toEqual({
      text: '{"filter":null,"metadata":{},"rateLimitPerSecond":null}',
    })
  })

  it('sends what is no number as it is, so that the API refuses it at its field', () => {
    expect(toBody({ ...NEW_DRAFT, timeoutSeconds: 'ten' }, ['timeoutSeconds'])).toEqual({
      text: '{"timeoutSeconds":"ten"}',
    })
  })

  it('leaves out headers without a name, and refuses a name that is there twice', () => {
    const headers = [
      { id: 0, name: 'X-Team', value: 'a' },
      { id: 1, name: '', value: 'b' },
    ]
    expect(toBody({ ...NEW_DRAFT, headers }, ['headers'])).toEqual({ text: '{"headers":{"X-Team":"a"}}' })
    const twice = [...headers, { id: 2, name: 'x-team', value: 'c' }]
    expect(toBody({ ...NEW_DRAFT, headers: twice }, ['headers'])).toEqual({
      errors: { headers: 'x-team is named twice' },
    })
  })

  it.each(['{', '[]', 'null', '1'])('refuses %s as a filter', (filter) => {
    expect(toBody({ ...NEW_DRAFT, filter }, ['filter'])).toEqual({
      errors: { filter: expect.stringMatching(/JSON/) },
    })
  })
})
