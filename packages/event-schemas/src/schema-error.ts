/** A wrong place: in a schema, or in data that does not fit one. */
export interface Place {
  /** `schema.properties.amount.type`, `data.amount` */
  path: string
  message: string
}

/** A schema is not one of JSON Schema 2020-12, or not one that can be used here. */
export class SchemaError extends Error {
  override readonly name = 'SchemaError'
  readonly places: readonly Place[]

  constructor(places: readonly Place[], options: { cause?: unknown } = {}) {
    super(places.map(({ path, message }) => `${path}: ${message}`).join('; '), options)
    this.places = places
  }
}
