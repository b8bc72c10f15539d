export interface LruCacheOptions<Value> {
  /** The most values that are kept. */
  itemsMax: number
  /** How much a value weighs, in a unit of the caller's. Default: nothing. */
  weightOf?: (value: Value) => number
  /** The most weight that is kept; a single value may be heavier. */
  weightMax?: number
}

/** Keeps values by their keys, so many that they fit. What was not used for longest has to go first. */
export class LruCache<Value> {
  readonly #values = new Map<string, Value>()
  readonly #itemsMax: number
  readonly #weightMax: number
  readonly #weightOf: (value: Value) => number
  #weight = 0

  constructor({
    itemsMax,
    weightOf = () => 0,
    weightMax = Number.POSITIVE_INFINITY,
  }: LruCacheOptions<Value>) {
    this.#itemsMax = itemsMax
    this.#weightOf = weightOf
    this.#weightMax = weightMax
  }

  get(key: string): Value | undefined {
    const value = this.#values.get(key)
    if (value === undefined) return undefined
    // To the end of the order in which they go.
    this.#values.delete(key)
    this.#values.set(key, value)
    return value
  }

  set(key: string, value: Value): void {
    this.delete(key)
    this.#values.set(key, value)
    this.#weight += this.#weightOf(value)
    for (const oldest of this.#values.keys()) {
      if (this.#values.size <= this.#itemsMax && this.#weight <= this.#weightMax) return
      if (oldest !== key) this.delete(oldest)
    }
  }

  delete(key: string): void {
    const value = this.#values.get(key)
    if (value === undefined) return
    this.#values.delete(key)
    this.#weight -= this.#weightOf(value)
  }
}
