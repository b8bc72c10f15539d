import { createMetrics, openStores, runService } from '@posthorn/runtime'
import { readConfig } from './config.ts'
import { STATEMENT_MS_MAX, startApi } from './start-api.ts'

await runService({
  name: 'api',
  environment: process.env,
  readConfig,
  async start(context) {
    const metrics = createMetrics('api')
    const stores = await openStores(
      { ...context, metrics },
      { service: 'api', statementMsMax: STATEMENT_MS_MAX },
    )
    return { url: await startApi(context, { stores, metrics }) }
  },
})
