import { createEgress } from '@posthorn/egress'
import { type Metrics, openRateLimiter, type ServiceContext, type Stores } from '@posthorn/runtime'
import { parseCidrs } from '@posthorn/webhook'
import { buildIngest } from './app.ts'
import type { IngestConfig } from './config.ts'

/** Time limit of a statement: providers wait for the reply. */
export const STATEMENT_MS_MAX = 5000

/**
 * Starts the ingest service in this process.
 * @returns the URL on which it listens
 */
export async function startIngest(
  { config, logger, cleanup, isStopping }: ServiceContext<IngestConfig>,
  { stores, metrics }: { stores: Stores; metrics: Metrics },
): Promise<string> {
  const egress = createEgress({
    allowCidrs: config.EGRESS_ALLOW_CIDRS,
    denyCidrs: config.EGRESS_DENY_CIDRS,
    proxyUrl: config.EGRESS_PROXY_URL,
  })
  cleanup.add('egress', () => egress.close(0))
  const rateLimiter = openRateLimiter(
    { database: stores.database, cleanup },
    { redisUrl: config.REDIS_URL, onError: stores.onError },
  )
  const app = await buildIngest({
    ...stores,
    egress,
    publicIngestUrl: config.PUBLIC_INGEST_URL,
    bodyMaxMib: config.INGEST_BODY_MAX_MIB,
    trustedProxies: parseCidrs(config.TRUSTED_PROXY_CIDRS),
    rateLimiter,
    logger,
    metrics,
    isStopping,
  })
  cleanup.add('http', () => app.close())
  return app.listen({ host: config.HOST, port: config.INGEST_PORT })
}
