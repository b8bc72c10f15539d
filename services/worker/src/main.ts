import { createMetrics, openStores, runService } from '@posthorn/runtime'
import { readConfig } from './config.ts'
import { STATEMENT_MS_MAX, startWorker } from './start-worker.ts'

await runService({
  name: 'worker',
  environment: process.env,
  readConfig,
  async start(context) {
    const metrics = createMetrics('worker')
    const stores = await openStores(
      { ...context, metrics },
      { service: 'worker', statementMsMax: STATEMENT_MS_MAX },
    )
    const { url } = await startWorker(context, { stores, metrics })
    return { url }
  },
})
