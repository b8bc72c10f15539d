import { parseConfig, TRACING_VARIABLES, VARIABLES } from '@posthorn/runtime'

/** The environment variables of the ingest service. */
export const INGEST_VARIABLES = {
  DATABASE_URL: VARIABLES.DATABASE_URL,
  REDIS_URL: VARIABLES.REDIS_URL,
  QUEUE_SHARDS: VARIABLES.QUEUE_SHARDS,
  POSTHORN_ENCRYPTION_KEY: VARIABLES.POSTHORN_ENCRYPTION_KEY,
  INGEST_PORT: VARIABLES.INGEST_PORT,
  HOST: VARIABLES.HOST,
  PUBLIC_INGEST_URL: VARIABLES.PUBLIC_INGEST_URL,
  EGRESS_ALLOW_CIDRS: VARIABLES.EGRESS_ALLOW_CIDRS,
  EGRESS_DENY_CIDRS: VARIABLES.EGRESS_DENY_CIDRS,
  EGRESS_PROXY_URL: VARIABLES.EGRESS_PROXY_URL,
  INGEST_BODY_MAX_MIB: VARIABLES.INGEST_BODY_MAX_MIB,
  ...TRACING_VARIABLES,
  LOG_LEVEL: VARIABLES.LOG_LEVEL,
}

/** The configuration of the ingest service. Throws `ConfigError`. */
export function readConfig(environment: Record<string, string | undefined>) {
  return parseConfig(INGEST_VARIABLES, environment)
}

export type IngestConfig = ReturnType<typeof readConfig>
