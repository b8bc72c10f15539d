import { parseConfig, VARIABLES } from '@posthorn/service'

const API_VARIABLES = {
  DATABASE_URL: VARIABLES.DATABASE_URL,
  REDIS_URL: VARIABLES.REDIS_URL,
  POSTHORN_ADMIN_KEY: VARIABLES.POSTHORN_ADMIN_KEY,
  POSTHORN_ENCRYPTION_KEY: VARIABLES.POSTHORN_ENCRYPTION_KEY,
  API_PORT: VARIABLES.API_PORT,
  HOST: VARIABLES.HOST,
  PUBLIC_INGEST_URL: VARIABLES.PUBLIC_INGEST_URL,
  ALLOW_HTTP_ENDPOINTS: VARIABLES.ALLOW_HTTP_ENDPOINTS,
  API_RATE_LIMIT_PER_SECOND: VARIABLES.API_RATE_LIMIT_PER_SECOND,
  LOG_LEVEL: VARIABLES.LOG_LEVEL,
}

/** What the API service reads from the environment. Throws `ConfigError`. */
export function readConfig(environment: Record<string, string | undefined>) {
  return parseConfig(API_VARIABLES, environment)
}

export type ApiConfig = ReturnType<typeof readConfig>
