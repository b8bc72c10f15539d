import { expect, it } from 'vitest'
import { hasSlept } from './sleep-watch.ts'

it.each([
  ['a tick in time', 5_000, false],
  ['a tick on a busy machine', 19_000, false],
  ['a closed laptop', 60_000, true],
  ['a clock that was set back', -3_600_000, false],
])('finds sleep by the wall clock: %s', (_, laterMs, slept) => {
  const tickedAtMs = 1_000_000_000
  expect(hasSlept(tickedAtMs, tickedAtMs + laterMs)).toBe(slept)
})
