import { describe, expect, it } from 'vitest'
import { indentJson, looksLikeJson, memberText } from './json-text.ts'

describe('JSON broken into lines', () => {
  it('keeps every digit, escape and duplicate name', () => {
    const text = '{"n":12345678901234567890,"x":1.10,"a":"\\u00e9 , {","a":[],"b":[1,{"c":{}}]}'
    expect(indentJson(text)).toBe(`{
  "n": 12345678901234567890,
  "x": 1.10,
  "a": "\\u00e9 , {",
  "a": [],
  "b": [
    1,
    {
      "c": {}
    }
  ]
}`)
  })

  it('does not fail on text that is no JSON', () => {
    expect(indentJson(']} "open')).toContain('"open')
    expect(indentJson('')).toBe('')
  })

  it('takes a megabyte in well under a second', () => {
    const started = performance.now()
    expect(indentJson(`[${'{"a":1},'.repeat(120_000)}0]`).length).toBeGreaterThan(1_000_000)
    expect(performance.now() - started).toBeLessThan(2_000)
  })
})

describe('a member of an object', () => {
  it('is its text as it was sent', () => {
    const json = '{"id":"evt_1","nested":{"data":1},"data":{"n":12345678901234567890, "s":"}"},"type":"a"}'
    expect(memberText(json, 'data')).toBe('{"n":12345678901234567890, "s":"}"}')
    expect(memberText(json, 'type')).toBe('"a"')
    expect(memberText('{"data":null}', 'data')).toBe('null')
  })

  it('is undefined when the object has none', () => {
    expect(memberText('{"a":{"data":1},"b":"data"}', 'data')).toBeUndefined()
  })
})

it('tells objects and lists from other text', () => {
  expect(['{}', ' [1]', '<html>', '"text"', ''].map(looksLikeJson)).toEqual([true, true, false, false, false])
})
