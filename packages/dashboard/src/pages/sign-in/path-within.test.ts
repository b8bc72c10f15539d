import { expect, it } from 'vitest'
import { pathWithin } from './path-within.ts'

it.each([
  [undefined, '/'],
  ['/t/acme/deliveries?status=failed', '/t/acme/deliveries?status=failed'],
  ['//evil.example', '/'],
  ['/\\evil.example', '/'],
  ['https://evil.example/', '/'],
  ['javascript:alert(1)', '/'],
  ['t/acme', '/'],
])('goes from %s to %s', (next, path) => {
  expect(pathWithin(next)).toBe(path)
})
