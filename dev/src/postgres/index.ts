export { hasCluster } from './claim-cluster.ts'
export { ensureDatabase } from './ensure-database.ts'
export { type PostgresServer, type StartPostgresOptions, startPostgres } from './start-postgres.ts'
