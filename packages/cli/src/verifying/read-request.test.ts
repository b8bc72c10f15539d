import { describe, expect, it } from 'vitest'
import { readHeaders, readRequest } from './read-request.ts'

describe('a request in a file', () => {
  it('keeps its body byte for byte', () => {
    const body = '{"a": 1}\r\n\n'
    const text = `POST /hooks HTTP/1.1\r\nHost: localhost\r\nStripe-Signature:  t=1,v1=ab \r\n\r\n${body}`
    expect(readRequest(Buffer.from(text))).toEqual({
      method: 'POST',
      headers: { host: 'localhost', 'stripe-signature': 't=1,v1=ab' },
      body: Buffer.from(body),
    })
  })

  it.each([
    ['without a request line', 'a: b\n\n{}', { headers: { a: 'b' }, body: '{}' }],
    ['without a body', 'PUT / HTTP/2\na: b', { headers: { a: 'b' }, body: '' }],
    ['with a header that occurs twice', 'a: b\nA: c\n\n', { headers: { a: 'b, c' }, body: '' }],
    ['with nothing', '', { headers: {}, body: '' }],
  ])('may be one %s', (_, text, { headers, body }) => {
    expect(readRequest(Buffer.from(text))).toMatchObject({ headers, body: Buffer.from(body) })
  })

  it('names the line that is no header', () => {
    expect(() => readRequest(Buffer.from('a: b\nPOST /\n\n'))).toThrow('got "POST /"')
  })
})

describe('headers in a file', () => {
  const headers = { 'webhook-id': 'msg_1', a: 'b, c' }

  it.each([
    ['lines', 'Webhook-Id: msg_1\r\na: b\na: c\n'],
    ['JSON', '{"Webhook-Id":"msg_1","a":["b","c"]}'],
  ])('may be %s', (_, text) => {
    expect(readHeaders(text)).toEqual(headers)
  })

  it.each(['{"a"', 'nothing'])('are refused as %s', (text) => {
    expect(() => readHeaders(text)).toThrow('headers: expected')
  })
})
