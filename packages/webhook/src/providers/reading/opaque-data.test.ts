import { describe, expect, it } from 'vitest'
import { opaqueData } from './opaque-data.ts'

const contentType = 'text/plain; charset=utf-8'
const dataOf = (body: Uint8Array) => JSON.parse(opaqueData({ contentType, body }).toString())

describe('a body that is not JSON', () => {
  it.each([
    ['a form', 'a=1&b=%20+2'],
    ['lines', 'one\r\n\ttwo\n'],
    ['quotes and backslashes', '"\\"'],
    ['text outside of ASCII', 'Größe 💥 \u2028'],
    ['a byte order mark and text', '\ufefftext'],
    ['nothing', ''],
  ])('is text in the data when it is %s', (_name, text) => {
    const body = Buffer.from(text)
    const data = dataOf(body)
    expect(data).toEqual({ contentType, encoding: 'utf-8', body: text })
    expect(Buffer.from(data.body, data.encoding)).toEqual(body)
  })

  it.each([
    ['all 256 bytes', Buffer.from(Array.from({ length: 256 }, (_, byte) => byte))],
    ['cut UTF-8', Buffer.from('é').subarray(0, 1)],
    ['an encoded surrogate', Buffer.from([0xed, 0xa0, 0x80])],
    ['an overlong slash', Buffer.from([0xc0, 0xaf])],
    ['a NUL', Buffer.from('a\0b')],
    ['an escape character', Buffer.from('\u001b[31m')],
    ['a control character of Latin 1', Buffer.from('\u0085')],
  ])('is base64 in the data when it has %s', (_name, body) => {
    const data = dataOf(body)
    expect(data).toEqual({ contentType, encoding: 'base64', body: body.toString('base64') })
    expect(Buffer.from(data.body, data.encoding)).toEqual(body)
  })

  it('keeps its exact content type, also one that needs escapes', () => {
    const odd = 'Multipart/Form-Data; boundary="a\\b é"'
    expect(JSON.parse(opaqueData({ contentType: odd, body: Buffer.from('-') }).toString())).toEqual({
      contentType: odd,
      encoding: 'utf-8',
      body: '-',
    })
  })

  it('always has its members in this order', () => {
    expect(opaqueData({ contentType: 'text/plain', body: Buffer.from('hi') }).toString()).toBe(
      '{"contentType":"text/plain","encoding":"utf-8","body":"hi"}',
    )
  })
})
