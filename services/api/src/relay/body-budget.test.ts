import { TenantId } from '@posthorn/contracts'
import { expect, it } from 'vitest'
import { BodyBudget } from './body-budget.ts'

const MIB = 1024 * 1024
const [busy, late] = [TenantId.parse('busy'), TenantId.parse('late')]

it('keeps room for the bodies of other tenants, however many one has', () => {
  const budget = new BodyBudget(64 * MIB)
  while (budget.take(busy, MIB));
  expect(budget.take(late, 10 * MIB)).toBe(true)
})

it('has room for the largest body of a tenant that has none', () => {
  expect(new BodyBudget(64 * MIB).take(busy, 25 * MIB)).toBe(true)
})

it('has the room again that was held beyond the limit', () => {
  const budget = new BodyBudget(MIB)
  const release = budget.hold(busy, 2 * MIB)
  expect(budget.take(late, 1)).toBe(false)
  release()
  release()
  expect(budget.take(late, 1)).toBe(true)
})
