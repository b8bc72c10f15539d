import { newId } from '@posthorn/contracts'
import { expect, it } from 'vitest'
import { Outstanding } from './outstanding.ts'

const LEASE_MS = 1_000
const leasedAt = (nowMs: number) => ({ nowMs, untilMs: nowMs + LEASE_MS })

it('is silent when a lease has expired without any result', () => {
  const outstanding = new Outstanding()
  outstanding.sent(newId('delivery'), leasedAt(0))
  expect(outstanding.isSilent(999)).toBe(false)
  expect(outstanding.isSilent(1_000)).toBe(true)
})

it('is not silent while other results come: one program may hang', () => {
  const outstanding = new Outstanding()
  const [slow, fast] = [newId('delivery'), newId('delivery')]
  outstanding.sent(slow, leasedAt(0))
  outstanding.sent(fast, leasedAt(0))
  outstanding.answered(fast, 500)
  expect(outstanding.isSilent(1_000)).toBe(false)
})

it('is silent again when nothing comes after an earlier result', () => {
  const outstanding = new Outstanding()
  const first = newId('delivery')
  outstanding.sent(first, leasedAt(0))
  outstanding.answered(first, 100)
  outstanding.sent(newId('delivery'), leasedAt(5_000))
  expect(outstanding.isSilent(6_000)).toBe(true)
})

it('ignores results of deliveries that it does not have', () => {
  const outstanding = new Outstanding()
  outstanding.sent(newId('delivery'), leasedAt(0))
  outstanding.answered(newId('delivery'), 500)
  expect(outstanding.isSilent(1_000)).toBe(true)
})

it('is silent although its deliveries are sent again as their leases expire, one after the other', () => {
  const outstanding = new Outstanding()
  const [answered, first, second] = [newId('delivery'), newId('delivery'), newId('delivery')]
  outstanding.sent(answered, leasedAt(0))
  outstanding.sent(first, leasedAt(100))
  outstanding.answered(answered, 200)
  outstanding.sent(second, leasedAt(600))
  expect(outstanding.isSilent(1_100)).toBe(false)
  outstanding.sent(first, leasedAt(1_100))
  outstanding.sent(second, leasedAt(1_600))
  expect(outstanding.isSilent(1_700)).toBe(true)
})

it('is not silent when a result comes after an expired lease', () => {
  const outstanding = new Outstanding()
  const [first, second] = [newId('delivery'), newId('delivery')]
  outstanding.sent(first, leasedAt(0))
  outstanding.sent(second, leasedAt(500))
  outstanding.sent(first, leasedAt(1_000))
  outstanding.answered(second, 1_100)
  expect(outstanding.isSilent(1_200)).toBe(false)
})
