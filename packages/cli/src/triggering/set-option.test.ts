import { expect, it } from 'vitest'
import { setOption } from './set-option.ts'

it('takes JSON, and any other value as text', () => {
  const all = ['amount=500', 'name=Ada', 'text="500"', 'gift=true', 'url=a=b', 'list=[1]', 'empty='].reduce(
    (previous, text) => setOption(text, previous),
    {},
  )
  expect(all).toEqual({
    amount: 500,
    name: 'Ada',
    text: '500',
    gift: true,
    url: 'a=b',
    list: [1],
    empty: '',
  })
})

it.each(['amount', '=500'])('refuses %s', (text) => {
  expect(() => setOption(text)).toThrow('path=value')
})
