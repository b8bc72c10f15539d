import { createMetrics, openStores, runService } from '@posthorn/runtime'
import { readConfig } from './config.ts'
import { STATEMENT_MS_MAX, startIngest } from './start-ingest.ts'

await runService({
  name: 'ingest',
  environment: process.env,
  readConfig,
  async start(context) {
    const metrics = createMetrics('ingest')
    const stores = await openStores(
      { ...context, metrics },
      { service: 'ingest', statementMsMax: STATEMENT_MS_MAX },
    )
    return { url: await startIngest(context, { stores, metrics }) }
  },
})
