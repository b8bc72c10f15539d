import * as fc from 'fast-check'
import { nastyKeys, nastyValues } from './nasty-values.ts'

type Place = readonly (string | number)[]

/** Values that nearly equal the given ones: one part is replaced, missing or added. */
export function mutated(values: fc.Arbitrary<unknown>): fc.Arbitrary<unknown> {
  return fc
    .tuple(values, fc.nat(), fc.constantFrom('replace', 'remove', 'add'), nastyKeys, nastyValues)
    .map(([value, pick, change, key, nasty]) => {
      const places = placesIn(value)
      const place = places[pick % places.length] ?? []
      return changed(value, place, (old) => {
        if (change === 'replace') return nasty
        if (change === 'remove') return REMOVED
        return withMore(old, key, nasty)
      })
    })
}

const REMOVED = Symbol('removed')

function withMore(old: unknown, key: string, value: unknown): unknown {
  if (Array.isArray(old)) return [...old, value]
  if (typeof old !== 'object' || old === null) return value
  // From entries: an assignment to __proto__ would not make a member of that name.
  return Object.fromEntries([...Object.entries(old), [key, value]])
}

function placesIn(value: unknown, place: Place = []): Place[] {
  if (typeof value !== 'object' || value === null) return [place]
  return [place, ...Object.entries(value).flatMap(([key, member]) => placesIn(member, [...place, key]))]
}

function changed(value: unknown, place: Place, change: (old: unknown) => unknown): unknown {
  const [first, ...rest] = place
  if (first === undefined) return change(value)
  if (typeof value !== 'object' || value === null) return value
  const entries = Object.entries(value)
    .map(([key, member]) => [key, key === String(first) ? changed(member, rest, change) : member] as const)
    .filter(([, member]) => member !== REMOVED)
  return Array.isArray(value) ? entries.map(([, member]) => member) : Object.fromEntries(entries)
}
