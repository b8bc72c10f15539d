import { describe, expect, it } from 'vitest'
import { indentJson, looksLikeJson } from './json-text.ts'

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
})

it('tells objects and lists from other text', () => {
  expect(['{}', ' [1]', '<html>', '"text"', ''].map(looksLikeJson)).toEqual([true, true, false, false, false])
})
