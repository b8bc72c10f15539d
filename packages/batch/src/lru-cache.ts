export interface LruCacheOptions<Value> {
  /** Values, at most. Default: only their weight is limited. */
  itemsMax?: number
  /** Weight of a value, in a unit of the caller's. Default: 0. */
  weightOf?: (value: Value, key: string) => number
  /** Weight of all values, at most; a single value may be heavier. */
  weightMax?: number
}

/** A bounded cache that evicts the least recently used value first. */
export class LruCache<Value> {
  readonly #values = new Map<string, Value>()
  readonly #itemsMax: number
  readonly #weightMax: number
  readonly #weightOf: (value: Value, key: string) => number
  #weight = 0

  constructor({
    itemsMax = Number.POSITIVE_INFINITY,
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
    // To the end of the order of eviction.
    this.#values.delete(key)
    this.#values.set(key, value)
    return value
  }

  set(key: string, value: Value): void {
    this.delete(key)
    this.#values.set(key, value)
    this.#weight += this.#weightOf(value, key)
    for (const oldest of this.#values.keys()) {
      if (this.#values.size <= this.#itemsMax && this.#weight <= this.#weightMax) return
      if (oldest !== key) this.delete(oldest)
    }
  }

  delete(key: string): void {
    const value = this.#values.get(key)
    if (value === undefined) return
    this.#values.delete(key)
    this.#weight -= this.#weightOf(value, key)
  }
}
