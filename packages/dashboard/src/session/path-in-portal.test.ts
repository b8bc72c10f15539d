import { expect, it } from 'vitest'
import { pathInPortal } from './path-in-portal.ts'

it.each([
  ['/t/acme/deliveries?status=failed', '/deliveries?status=failed'],
  ['/portal/plk_1/t/acme/deliveries', '/deliveries'],
  ['/t/acme', '/'],
  ['/t/acme?period=7d', '/?period=7d'],
  ['/', undefined],
  ['/operator', undefined],
])('of %s is %s', (href, path) => {
  expect(pathInPortal(href)).toBe(path)
})
