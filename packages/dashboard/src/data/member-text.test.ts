import { describe, expect, it } from 'vitest'
import { memberText } from './member-text.ts'

describe('a member of an object', () => {
  it('is its text as it was sent', () => {
    const json = '{"id":"evt_1","nested":{"data":1},"data":{"n":12345678901234567890, "s":"}"},"type":"a"}'
    expect(memberText(json, 'data')).toBe('{"n":12345678901234567890, "s":"}"}')
    expect(memberText(json, 'type')).toBe('"a"')
    expect(memberText('{"data":null}', 'data')).toBe('null')
  })

  it('ends where its strings end', () => {
    const json = String.raw`{"a":"\\","data":"}\",","b":1}`
    expect(memberText(json, 'data')).toBe(String.raw`"}\","`)
  })

  it('is undefined when the object has none', () => {
    expect(memberText('{"a":{"data":1},"b":"data"}', 'data')).toBeUndefined()
  })
})
