export { compileSchema } from './compile-schema.ts'
export { createSchemaCache } from './schema-cache.ts'
export { SchemaError, type SchemaFault } from './schema-error.ts'
