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
  const copies = new Copies()
  return Object.entries(values).reduce(
    (changed, [path, value]) => copies.setAt(changed, path.split('.'), value, path) as SampleData,
    data,
  )
}

/** Copies each object and array once, however many paths lead through it: one may have thousands of members. */
class Copies {
  readonly #own = new Set<object>()

  /** The copy of `within`, with another value at a path. */
  setAt(within: unknown, [name = '', ...rest]: readonly string[], value: unknown, path: string): unknown {
    if (typeof within !== 'object' || within === null || !hasMember(within, name)) {
      throw new UnknownPathError(path)
    }
    const copy = this.#copyOf(within)
    const changed = rest.length === 0 ? value : this.setAt(Reflect.get(copy, name), rest, value, path)
    // An assignment to `__proto__` could set the prototype.
    Object.defineProperty(copy, name, { value: changed })
    return copy
  }

  #copyOf(container: object): object {
    if (this.#own.has(container)) return container
    const copy = Array.isArray(container) ? [...container] : { ...container }
    this.#own.add(copy)
    return copy
  }
}

/** Whether JSON has it: an array's length is no member. */
function hasMember(within: object, name: string): boolean {
  return Object.hasOwn(within, name) && !(Array.isArray(within) && name === 'length')
}
