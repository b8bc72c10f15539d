import * as fc from 'fast-check'
import { nastyKeys, nastyValues } from './nasty-values.ts'

type Path = readonly (string | number)[]

/** Values that nearly equal the given ones: one part is replaced, missing or added. */
export function mutated(values: fc.Arbitrary<unknown>): fc.Arbitrary<unknown> {
  return fc
    .tuple(values, fc.nat(), fc.constantFrom('replace', 'remove', 'add'), nastyKeys, nastyValues)
    .map(([value, pick, change, key, nasty]) => {
      const paths = pathsIn(value)
      const path = paths[pick % paths.length] ?? []
      return changed(value, path, (old) => {
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

function pathsIn(value: unknown, path: Path = []): Path[] {
  if (typeof value !== 'object' || value === null) return [path]
  return [path, ...Object.entries(value).flatMap(([key, member]) => pathsIn(member, [...path, key]))]
}

function changed(value: unknown, path: Path, change: (old: unknown) => unknown): unknown {
  const [first, ...rest] = path
  if (first === undefined) return change(value)
  if (typeof value !== 'object' || value === null) return value
  const entries = Object.entries(value)
    .map(([key, member]) => [key, key === String(first) ? changed(member, rest, change) : member] as const)
    .filter(([, member]) => member !== REMOVED)
  return Array.isArray(value) ? entries.map(([, member]) => member) : Object.fromEntries(entries)
}
