import { DASHBOARD_DIRECTORY } from '@posthorn/dashboard'
import { readFromPrimary, readFromReplica } from '@posthorn/database'
import { createEgress } from '@posthorn/egress'
import { type Metrics, openRateLimiter, type ServiceContext, type Stores } from '@posthorn/runtime'
import { parseCidrs } from '@posthorn/webhook'
import { buildApi } from './app.ts'
import type { ApiConfig } from './config.ts'
import { readBuiltDashboard } from './dashboard/built-dashboard.ts'

/** Time limit of a statement: clients wait for the reply. */
export const STATEMENT_MS_MAX = 5000
/** As many as handlers that use the database at a time (`http/share-database.ts`). */
const REPLICA_POOL_MAX = 8

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
