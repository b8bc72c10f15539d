import { expect, it } from 'vitest'
import { headersOfLines, linesOfHeaders, maskedNames } from './header-lines.ts'

it('reads headers as people copy them', () => {
  const text = 'Stripe-Signature: t=1,v1=a:b\r\nhost : example.com\n\nx-empty\n : none\nX-A: 1\nx-a: 2'
  expect(headersOfLines(text)).toEqual({
    'stripe-signature': 't=1,v1=a:b',
    host: 'example.com',
    'x-empty': '',
    'x-a': '1, 2',
  })
})

it('writes them one a line, those that occur several times on several', () => {
  expect(linesOfHeaders({ host: 'a', 'x-a': ['1', '2'] })).toBe('host: a\nx-a: 1\nx-a: 2')
})

it('names the headers whose values are masked', () => {
  expect(maskedNames({ host: 'a', 'stripe-signature': '********' })).toEqual(['stripe-signature'])
})
