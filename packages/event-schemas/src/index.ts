export { compileSchema } from './compile-schema.ts'
export { createSchemaCache } from './schema-cache.ts'
export { SchemaError, type SchemaIssue } from './schema-error.ts'
