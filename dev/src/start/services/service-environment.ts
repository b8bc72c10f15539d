import type { Config } from '../config.ts'
import type { Keys } from '../keys.ts'

/** The environment of the three services. */
export function serviceEnvironment(
  config: Config,
  { keys, databaseUrl }: { keys: Keys; databaseUrl: string },
): Record<string, string> {
  return {
    DATABASE_URL: databaseUrl,
    ...(config.REDIS_URL ? { REDIS_URL: config.REDIS_URL } : {}),
    POSTHORN_ADMIN_KEY: keys.admin,
    POSTHORN_ENCRYPTION_KEY: keys.encryption,
    HOST: config.HOST,
    API_PORT: String(config.API_PORT),
    INGEST_PORT: String(config.INGEST_PORT),
    WORKER_PORT: String(config.WORKER_PORT),
    PUBLIC_INGEST_URL: config.PUBLIC_INGEST_URL ?? `http://127.0.0.1:${config.INGEST_PORT}`,
    INGEST_URL: `http://127.0.0.1:${config.INGEST_PORT}`,
    PUBLIC_URL: config.PUBLIC_URL ?? `http://127.0.0.1:${config.API_PORT}`,
    ALLOW_HTTP_ENDPOINTS: config.ALLOW_HTTP_ENDPOINTS,
    EGRESS_ALLOW_CIDRS: config.EGRESS_ALLOW_CIDRS,
    EGRESS_DENY_CIDRS: config.EGRESS_DENY_CIDRS,
    LOG_LEVEL: config.LOG_LEVEL,
  }
}
