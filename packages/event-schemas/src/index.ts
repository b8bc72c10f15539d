export { compileSchema, type DataCheck } from './compile-schema.ts'
export { createSchemaCache, type SchemaCache } from './schema-cache.ts'
export { SchemaError, type SchemaFault } from './schema-error.ts'
