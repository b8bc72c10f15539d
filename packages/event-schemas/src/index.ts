export { compileSchema, type DataCheck } from './compile-schema.ts'
export { createSchemaCache, type SchemaCache } from './schema-cache.ts'
export { type SchemaFault, SchemaError } from './schema-error.ts'
