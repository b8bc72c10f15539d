import { expect, it } from 'vitest'
import { Allowances } from './allowances.ts'

it('a charge without a limit counts in full, and one with a limit for a limited time', () => {
  let nowMs = 0
  const allowances = new Allowances({ burst: 100, perSecond: 100 }, () => nowMs)
  allowances.charge('full', 1000)
  allowances.charge('limited', 1000, -100)
  nowMs = 2000
  expect([allowances.left('full'), allowances.left('limited'), allowances.left('other')]).toEqual([
    -700, 100, 100,
  ])
})
