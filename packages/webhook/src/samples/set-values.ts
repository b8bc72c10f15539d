import type { SampleData } from './sample.ts'

/** A path in `set` that the sample does not have. */
export class UnknownPathError extends Error {
  override readonly name = 'UnknownPathError'
  readonly path: string

  constructor(path: string) {
    super(`the sample has no "${path}"`)
    this.path = path
  }
}

/**
 * A copy of the data with other values at some paths, such as `data.object.amount`; `0` is the first element of an array.
 *
 * @throws {UnknownPathError} for a path that the data does not have: a mistake would change nothing and look like success.
 */
export function setValues(data: SampleData, values: Readonly<Record<string, unknown>>): SampleData {
  return Object.entries(values).reduce(
    (changed, [path, value]) => setAt(changed, path.split('.'), value, path) as SampleData,
    data,
  )
}

function setAt(
  within: unknown,
  [name = '', ...rest]: readonly string[],
  value: unknown,
  path: string,
): unknown {
  if (typeof within !== 'object' || within === null || !Object.hasOwn(within, name)) {
    throw new UnknownPathError(path)
  }
  const member: unknown = Reflect.get(within, name)
  const changed = rest.length === 0 ? value : setAt(member, rest, value, path)
  if (Array.isArray(within)) return within.with(Number(name), changed)
  // `__proto__` as a name would set the prototype of a literal.
  return Object.fromEntries(Object.entries(within).map(([key, old]) => [key, key === name ? changed : old]))
}
