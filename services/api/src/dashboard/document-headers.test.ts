import { expect, it } from 'vitest'
import { documentHeaders } from './document-headers.ts'

const policyFor = (frameAncestors: string[]) =>
  documentHeaders({ nonce: 'bm9uY2U=', frameAncestors })['content-security-policy']?.split('; ')

it('allows scripts, styles, fonts and calls of this origin, and nothing else', () => {
  expect(policyFor([])).toEqual([
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self' 'nonce-bm9uY2U='",
    "img-src 'self' data:",
    "font-src 'self'",
    "connect-src 'self'",
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
  ])
})

it('names the origins that may show the page in a frame', () => {
  const origins = ['https://app.example.com', 'https://admin.example.com:8443']
  expect(policyFor(origins)).toContain(
    'frame-ancestors https://app.example.com https://admin.example.com:8443',
  )
})

it('refuses frames by x-frame-options too, unless an origin may frame the page', () => {
  const headersFor = (frameAncestors: string[]) => documentHeaders({ nonce: 'bm9uY2U=', frameAncestors })
  expect(headersFor([])).toMatchObject({
    'x-frame-options': 'DENY',
    'cross-origin-opener-policy': 'same-origin',
    'referrer-policy': 'no-referrer',
    'x-content-type-options': 'nosniff',
    'cache-control': 'no-store',
  })
  expect(headersFor(['https://app.example.com'])).not.toHaveProperty('x-frame-options')
})
