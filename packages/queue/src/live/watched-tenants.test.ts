import { TenantId } from '@posthorn/contracts'
import { expect, it } from 'vitest'
import { WatchedTenants } from './watched-tenants.ts'

const acme = TenantId.parse('acme')

it('counts a tenant as watched until its last announcement expires', () => {
  const watched = new WatchedTenants(1_000)
  expect(watched.has(acme, 0)).toBe(false)
  watched.announce([acme], 0)
  expect(watched.has(acme, 999)).toBe(true)
  watched.announce([acme], 900)
  expect(watched.has(acme, 1_899)).toBe(true)
  expect(watched.has(acme, 1_900)).toBe(false)
})

it('keeps a bounded number of tenants', () => {
  const watched = new WatchedTenants(1_000)
  const tenants = Array.from({ length: 10_001 }, (_, index) => TenantId.parse(`${index}`))
  watched.announce(tenants, 0)
  expect(tenants.filter((tenantId) => watched.has(tenantId, 1))).toHaveLength(10_000)
  watched.announce([acme], 2_000)
  expect(watched.has(acme, 2_001)).toBe(true)
})
