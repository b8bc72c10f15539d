import { expect, it } from 'vitest'
import { phasesOf } from './phases.ts'

const namesOf = (phases: Parameters<typeof phasesOf>[0]) => phasesOf(phases).map(({ name, ms }) => [name, ms])

it('shows the phases that took place, and the rest', () => {
  expect(namesOf({ dnsMs: 4, connectMs: 21, tlsMs: null, firstByteMs: 38, totalMs: 70 })).toEqual([
    ['DNS', 4],
    ['Connect', 21],
    ['Waiting for the reply', 38],
    ['Reading the reply', 7],
  ])
})

it('ends with the failure of an attempt without a reply', () => {
  expect(namesOf({ dnsMs: 1, connectMs: null, tlsMs: null, firstByteMs: null, totalMs: 31 })).toEqual([
    ['DNS', 1],
    ['Until it failed', 30],
  ])
})

it('has no rest when rounded phases exceed the whole', () => {
  expect(namesOf({ dnsMs: 1, connectMs: 1, tlsMs: 1, firstByteMs: 1, totalMs: 3 })).toHaveLength(4)
})
