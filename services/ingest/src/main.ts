import { createMetrics, openStores, runService } from '@posthorn/runtime'
import { buildIngest } from './app.ts'
import { readConfig } from './config.ts'

const STATEMENT_MS_MAX = 5000

await runService({
  name: 'ingest',
  environment: process.env,
  readConfig,
  async start({ config, logger, cleanup, isStopping }) {
    const metrics = createMetrics('ingest')
    const stores = await openStores(
      { config, logger, cleanup, metrics },
      { service: 'ingest', statementMsMax: STATEMENT_MS_MAX },
    )
    const app = await buildIngest({
      ...stores,
      bodyMaxMib: config.INGEST_BODY_MAX_MIB,
      logger,
      metrics,
      isStopping,
    })
    cleanup.add('http', () => app.close())
    return app.listen({ host: config.HOST, port: config.INGEST_PORT })
  },
})
