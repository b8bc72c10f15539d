/** A fault in a schema, or in data that does not match a schema. */
export interface SchemaFault {
  /** `schema.properties.amount.type`, `data.amount` */
  path: string
  message: string
}

/** A value is not a schema of JSON Schema 2020-12, or uses a feature that is not supported. */
export class SchemaError extends Error {
  override readonly name = 'SchemaError'
  readonly faults: readonly SchemaFault[]

  constructor(faults: readonly SchemaFault[], options: { cause?: unknown } = {}) {
    super(faults.map(({ path, message }) => `${path}: ${message}`).join('; '), options)
    this.faults = faults
  }
}
