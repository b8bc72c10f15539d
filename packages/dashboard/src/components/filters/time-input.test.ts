import { expect, it } from 'vitest'
import { fromTimeInput, toTimeInput } from './time-input.ts'

it.each(['utc', 'local'] as const)('keeps a time through an input in %s', (zone) => {
  const time = '2026-11-28T07:05:09.000Z'
  expect(fromTimeInput(toTimeInput(time, zone), zone)).toBe(time)
})

it('has no time for an empty or incomplete input', () => {
  expect(fromTimeInput('', 'utc')).toBeUndefined()
  expect(fromTimeInput('2026-', 'utc')).toBeUndefined()
})
