import { describe, expect, it } from 'vitest'
import { cutMember } from './cut-member.ts'

describe('a member of an object', () => {
  it('is its text as it was sent', () => {
    const json = '{"id":"evt_1","nested":{"data":1},"data":{"n":12345678901234567890, "s":"}"},"type":"a"}'
    expect(cutMember(json, 'data').member).toBe('{"n":12345678901234567890, "s":"}"}')
    expect(cutMember(json, 'type').member).toBe('"a"')
    expect(cutMember('{"data":null}', 'data').member).toBe('null')
  })

  it('leaves null in its position', () => {
    const json = '{"id":"evt_1","data":{"n":1},"type":"a"}'
    expect(cutMember(json, 'data').rest).toBe('{"id":"evt_1","data":null,"type":"a"}')
  })

  it('ends where its strings end', () => {
    const json = String.raw`{"a":"\\","data":"}\",","b":1}`
    expect(cutMember(json, 'data').member).toBe(String.raw`"}\","`)
  })

  it('is undefined when the object has none', () => {
    const json = '{"a":{"data":1},"b":"data"}'
    expect(cutMember(json, 'data')).toEqual({ member: undefined, rest: json })
  })
})
