import { STATEMENT_MS_MAX as REQUEST_STATEMENT_MS_MAX, startApi } from '@posthorn/api/start'
import { startIngest } from '@posthorn/ingest/start'
import { createMetrics, openStores, runService } from '@posthorn/runtime'
import { startWorker, STATEMENT_MS_MAX as WORKER_STATEMENT_MS_MAX } from '@posthorn/worker/start'
import { readConfig } from './config.ts'
import { handOver } from './hand-over.ts'

/** The three services in one process, for small installations. Each has its port, as in a process of its own. */
await runService({
  name: 'posthorn',
  environment: process.env,
  readConfig,
  async start(context) {
    const workerMetrics = createMetrics('worker')
    const ofWorker = await openStores(
      { ...context, metrics: workerMetrics },
      { service: 'worker', statementMsMax: WORKER_STATEMENT_MS_MAX },
    )
    const worker = await startWorker(context, { stores: ofWorker, metrics: workerMetrics })

    // API and ingest share their connections: in both, clients wait for the reply.
    const apiMetrics = createMetrics('api')
    const ingestMetrics = createMetrics('ingest')
    const opened = await openStores(
      { ...context, metrics: apiMetrics },
      { service: 'requests', statementMsMax: REQUEST_STATEMENT_MS_MAX },
    )
    const queue = handOver(opened.queue, (job) => worker.dispatcher.handle(job))
    const stores = { ...opened, queue }
    const ingestUrl = await startIngest(context, { stores, metrics: ingestMetrics })
    const url = await startApi(context, { stores, metrics: apiMetrics })
    return { url, ingestUrl, workerUrl: worker.url }
  },
})
