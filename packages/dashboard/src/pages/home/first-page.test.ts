import { expect, it } from 'vitest'
import { firstPageOf } from './first-page.ts'

it.each([
  [null, null, '/operator'],
  ['acme', null, '/t/acme'],
  ['acme', '/', '/t/acme'],
  ['acme', '/deliveries?status=failed', '/t/acme/deliveries?status=failed'],
])('of tenant %s with next %s is %s', (tenantId, next, path) => {
  expect(firstPageOf(tenantId, next)).toBe(path)
})
