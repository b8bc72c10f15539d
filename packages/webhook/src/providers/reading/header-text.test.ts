import { describe, expect, it } from 'vitest'
import { headerText, usableHeader } from './header-text.ts'

describe('headerText', () => {
  it.each(['a', 't=1,v1=2', 'a b', '~'.repeat(8192)])('is the text %j', (text) => {
    expect(headerText({ name: text }, 'name')).toEqual({ kind: 'text', text })
    expect(usableHeader({ name: text }, 'name')).toBe(text)
  })

  it.each<{ value: string | string[] }>([
    { value: '' },
    { value: [] },
    { value: ['a'] },
    { value: ['a', 'b'] },
    { value: '~'.repeat(8193) },
    { value: 'é' },
    { value: '\u0000' },
    { value: '\ud800' },
    { value: 'a\tb' },
    { value: 'a\n' },
  ])('has no use for $value', ({ value }) => {
    expect(headerText({ name: value }, 'name')).toEqual({ kind: 'unusable' })
    expect(usableHeader({ name: value }, 'name')).toBeUndefined()
  })

  it('is absent when the request has no such header', () => {
    expect(headerText({ Name: 'a' }, 'name')).toEqual({ kind: 'absent' })
    expect(usableHeader({ name: undefined }, 'name')).toBeUndefined()
  })
})
