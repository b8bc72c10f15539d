import { expect, it } from 'vitest'
import { metadataOf, metadataText } from './metadata-text.ts'

it.each([
  ['', {}],
  ['  ', {}],
  ['{ "plan": "pro" }', { plan: 'pro' }],
  ['[1]', undefined],
  ['"text"', undefined],
  ['null', undefined],
  ['{ plan', undefined],
])('reads %j as %j', (text, metadata) => {
  expect(metadataOf(text)).toEqual(metadata)
})

it('is edited as the text that it was read from', () => {
  expect(metadataOf(metadataText({ plan: 'pro' }))).toEqual({ plan: 'pro' })
  expect(metadataText({})).toBe('')
})
