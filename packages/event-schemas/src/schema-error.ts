/** An issue in a schema, or in data that does not match a schema. */
export interface SchemaIssue {
  /** `schema.properties.amount.type`, `data.amount` */
  path: string
  message: string
}

/** A value is not a schema of JSON Schema 2020-12, or uses a feature that is not supported. */
export class SchemaError extends Error {
  override readonly name = 'SchemaError'
  readonly issues: readonly SchemaIssue[]

  constructor(issues: readonly SchemaIssue[], options: { cause?: unknown } = {}) {
    super(issues.map(({ path, message }) => `${path}: ${message}`).join('; '), options)
    this.issues = issues
  }
}
