import { buildApi } from '@posthorn/api/app'
import { createLogger, createMetrics } from '@posthorn/runtime'

/** The reply of the API at `/openapi.json`, built without a database: the API describes itself from its code. */
export async function buildDocument(): Promise<object> {
  const app = await buildApi({
    config: {
      POSTHORN_ADMIN_KEY: 'an-admin-key-of-24-chars',
      PUBLIC_INGEST_URL: 'http://127.0.0.1:8081',
      PUBLIC_URL: 'http://127.0.0.1:8080',
      PORTAL_FRAME_ANCESTORS: [],
      TRUSTED_PROXY_CIDRS: [],
      ALLOW_HTTP_ENDPOINTS: false,
      RETENTION_DAYS: 30,
      INGEST_BODY_MAX_MIB: 5,
      API_RATE_LIMIT_PER_SECOND: undefined,
    },
    addressRanges: { allow: [], deny: [] },
    database: unusable('database'),
    lists: unusable('lists'),
    queue: unusable('queue'),
    live: unusable('live'),
    egress: unusable('egress'),
    ingest: unusable('ingest'),
    secretBox: unusable('secretBox'),
    rateLimiter: unusable('rateLimiter'),
    logger: createLogger({ service: 'api', level: 'silent' }),
    metrics: createMetrics('api'),
    dashboard: undefined,
    checks: [],
    isStopping: () => false,
  })
  try {
    const reply = await app.inject('/openapi.json')
    if (reply.statusCode !== 200) throw new Error(`/openapi.json returned ${reply.statusCode}: ${reply.body}`)
    return reply.json()
  } finally {
    await app.close()
  }
}

/** Throws on every access. */
function unusable(name: string): never {
  const get = (_target: object, property: string | symbol) => {
    throw new Error(`${name}.${String(property)} was used`)
  }
  return new Proxy({}, { get }) as never
}
