import { expect, it } from 'vitest'
import { laterBacklog, leftBehind } from './left-behind.ts'

it.each([
  ['all', 37, 0],
  ['none', 37, 37],
  ['10', 37, 27],
  ['100', 37, 0],
])('--backlog %s leaves some of %i waiting deliveries behind: %i', (backlog, waiting, left) => {
  expect(leftBehind(backlog, waiting)).toBe(left)
})

it.each([
  [40, 0, 'all'],
  [40, 37, '3'],
  [30, 37, '0'],
])('a reconnection gets what came since: %i wait, %i were left behind', (waiting, left, backlog) => {
  expect(laterBacklog({ waiting, left })).toBe(backlog)
})
