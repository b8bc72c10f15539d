import { DASHBOARD_DIRECTORY } from '@posthorn/dashboard'
import { readFromPrimary, readFromReplica } from '@posthorn/database'
import { createEgress, type Egress } from '@posthorn/egress'
import { type Metrics, openRateLimiter, type ServiceContext, type Stores } from '@posthorn/runtime'
import { parseCidrs } from '@posthorn/webhook'
import { buildApi } from './app.ts'
import type { ApiConfig } from './config.ts'
import { readBuiltDashboard } from './dashboard/built-dashboard.ts'
import type { Dependencies } from './dependencies.ts'

/** Time limit of a statement: clients wait for the reply. */
export const STATEMENT_MS_MAX = 5000
/** As many as handlers that use the database at a time (`http/share-database.ts`). */
const REPLICA_POOL_MAX = 8

/**
 * The operator has chosen INGEST_URL, which is usually in the internal network: requests to it do not pass the SSRF guard. Those
 * to the public URL do.
 */
function ingestOf(
  { INGEST_URL, PUBLIC_INGEST_URL }: ApiConfig,
  { egress, cleanup }: { egress: Egress; cleanup: ServiceContext<ApiConfig>['cleanup'] },
): Dependencies['ingest'] {
  if (INGEST_URL === undefined) return { url: PUBLIC_INGEST_URL, egress }
  const direct = createEgress({ allowCidrs: ['0.0.0.0/0', '::/0'] })
  cleanup.add('egress to ingest', () => direct.close(0))
  return { url: INGEST_URL, egress: direct }
}

/**
 * Starts the API service in this process.
 * @returns the URL on which it listens
 */
export async function startApi(
  { config, logger, cleanup, isStopping }: ServiceContext<ApiConfig>,
  { stores, metrics }: { stores: Stores; metrics: Metrics },
): Promise<string> {
  const lists =
    config.DATABASE_REPLICA_URL === undefined
      ? readFromPrimary(stores.database)
      : readFromReplica(stores.database, {
          url: config.DATABASE_REPLICA_URL,
          poolMax: REPLICA_POOL_MAX,
          statementMsMax: STATEMENT_MS_MAX,
          applicationName: 'posthorn-api-lists',
          onError: stores.onError,
        })
  cleanup.add('replica', () => lists.close())
  const rateLimiter = openRateLimiter(
    { database: stores.database, cleanup },
    { redisUrl: config.REDIS_URL, onError: stores.onError },
  )
  const egress = createEgress({
    allowCidrs: config.EGRESS_ALLOW_CIDRS,
    denyCidrs: config.EGRESS_DENY_CIDRS,
    proxyUrl: config.EGRESS_PROXY_URL,
  })
  cleanup.add('egress', () => egress.close(0))
  const app = await buildApi({
    ingest: ingestOf(config, { egress, cleanup }),
    ...stores,
    egress,
    lists,
    rateLimiter,
    dashboard: readBuiltDashboard(DASHBOARD_DIRECTORY),
    config,
    addressRanges: {
      allow: parseCidrs(config.EGRESS_ALLOW_CIDRS),
      deny: parseCidrs(config.EGRESS_DENY_CIDRS),
    },
    logger,
    metrics,
    isStopping,
  })
  cleanup.add('http', () => app.close())
  return app.listen({ host: config.HOST, port: config.API_PORT })
}
