export { applyMigrations } from './apply-migrations.ts'
export { schemaChange } from './schema-change.ts'
