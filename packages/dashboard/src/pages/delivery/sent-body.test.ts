import { describe, expect, it } from 'vitest'
import { sentBody } from './sent-body.ts'

const EVENT = {
  id: 'evt_1',
  type: 'order.paid',
  timestamp: '2026-01-01T00:00:00.000Z',
  data: '{"n":12345678901234567890}',
}
const sent = (contentType: string) => ({ requestHeaders: { 'content-type': contentType } })

describe('the body of an attempt', () => {
  it('is the envelope of the event, with its data to the digit', () => {
    const envelope =
      '{"id":"evt_1","type":"order.paid","timestamp":"2026-01-01T00:00:00.000Z","data":{"n":12345678901234567890}}'
    expect(sentBody(EVENT, sent('application/json'), 'envelope')).toBe(envelope)
    expect(sentBody(EVENT, sent('application/json'))).toBe(envelope)
  })

  it('is the data alone for an endpoint that wants it raw', () => {
    expect(sentBody(EVENT, sent('application/vnd.api+json; charset=utf-8'), 'raw')).toBe(EVENT.data)
  })

  it.each(['application/x-www-form-urlencoded', 'text/plain'])('is not known for %s', (contentType) => {
    expect(sentBody(EVENT, sent(contentType), 'raw')).toBeUndefined()
  })

  it.each(['\u007f', '\r', '\u0085', '\u001b'])('is not shown with the control character %j', (control) => {
    expect(sentBody({ ...EVENT, data: `{"a":"${control}"}` }, sent('application/json'))).toBeUndefined()
  })

  it('is shown with line breaks and tabs between its values', () => {
    const data = '{\n\t"a": 1\n}'
    expect(sentBody({ ...EVENT, data }, sent('application/json'), 'raw')).toBe(data)
  })

  it('is not known after its content was removed', () => {
    expect(sentBody({ ...EVENT, data: null }, sent('application/json'))).toBeUndefined()
  })
})
