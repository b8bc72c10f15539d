import { parseConfig, VARIABLES } from '@posthorn/service'

const WORKER_VARIABLES = {
  DATABASE_URL: VARIABLES.DATABASE_URL,
  REDIS_URL: VARIABLES.REDIS_URL,
  POSTHORN_ENCRYPTION_KEY: VARIABLES.POSTHORN_ENCRYPTION_KEY,
  WORKER_PORT: VARIABLES.WORKER_PORT,
  HOST: VARIABLES.HOST,
  EGRESS_ALLOW_CIDRS: VARIABLES.EGRESS_ALLOW_CIDRS,
  WORKER_CONCURRENCY: VARIABLES.WORKER_CONCURRENCY,
  LOG_LEVEL: VARIABLES.LOG_LEVEL,
}

/** What the worker reads from the environment. Throws `ConfigError`. */
export function readConfig(environment: Record<string, string | undefined>) {
  return parseConfig(WORKER_VARIABLES, environment)
}
