import { describe, expect, it } from 'vitest'
import { parseHeaderPairs } from './header-pairs.ts'

describe('parseHeaderPairs', () => {
  it.each([
    ['', {}],
    ['api-key=abc', { 'api-key': 'abc' }],
    [' api-key = abc , x=1,', { 'api-key': 'abc', x: '1' }],
    ['authorization=Basic%20YTpi==', { authorization: 'Basic YTpi==' }],
  ])('reads %j', (text, headers) => {
    expect(parseHeaderPairs(text)).toEqual(headers)
  })

  it.each([
    ['api-key'],
    ['=abc'],
    ['api key=abc'],
    ['a=1,b'],
    ['a=%'],
    ['a=%ff'],
    ['a=%0d%0ab:1'],
    ['a=b c'],
  ])('refuses %j', (text) => {
    expect(parseHeaderPairs(text)).toBeUndefined()
  })
})
