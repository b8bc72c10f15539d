import { readFromPrimary, readFromReplica } from '@posthorn/database'
import { createMetrics, openStores, runService } from '@posthorn/runtime'
import { parseCidrs } from '@posthorn/webhook'
import { buildApi } from './app.ts'
import { readConfig } from './config.ts'
import { openRateLimiter } from './http/rate-limit/open-rate-limiter.ts'

const STATEMENT_MS_MAX = 5000
/** As many as handlers that use the database at a time (`http/share-database.ts`). */
const REPLICA_POOL_MAX = 8

await runService({
  name: 'api',
  environment: process.env,
  readConfig,
  async start({ config, logger, cleanup, isStopping }) {
    const metrics = createMetrics('api')
    const stores = await openStores(
      { config, logger, cleanup, metrics },
      { service: 'api', statementMsMax: STATEMENT_MS_MAX },
    )
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
    const app = await buildApi({
      ...stores,
      lists,
      rateLimiter,
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
  },
})
