import { openRateLimiter } from '@posthorn/rate-limit'
import { createMetrics, openStores, runService } from '@posthorn/service'
import { parseCidrs } from '@posthorn/webhook'
import { buildApi } from './app.ts'
import { readConfig } from './config.ts'

const STATEMENT_MS_MAX = 5000

await runService({
  name: 'api',
  environment: process.env,
  readConfig,
  async start({ config, logger, releases, isStopping }) {
    const stores = await openStores(
      { config, logger, releases },
      { service: 'api', statementMsMax: STATEMENT_MS_MAX },
    )
    const rateLimiter = openRateLimiter(
      { redisUrl: config.REDIS_URL, database: stores.database },
      stores.onError,
    )
    releases.add('rate limits', () => rateLimiter.close())
    const app = await buildApi({
      ...stores,
      rateLimiter,
      config,
      addressRanges: {
        allow: parseCidrs(config.EGRESS_ALLOW_CIDRS),
        deny: parseCidrs(config.EGRESS_DENY_CIDRS),
      },
      logger,
      metrics: createMetrics(),
      isStopping,
    })
    releases.add('http', () => app.close())
    return app.listen({ host: config.HOST, port: config.API_PORT })
  },
})
