export { ensureDatabase } from './ensure-database.ts'
export { type PostgresServer, type StartPostgresOptions, startPostgres } from './start-postgres.ts'
