import {
  createCurrentVersion,
  createRulesInMemory,
  createSourcesInMemory,
  createStoreInbound,
  type Database,
} from '@posthorn/database'
import { FairTurns } from '@posthorn/fairness'
import type { DeliveryQueue } from '@posthorn/queue'
import type { SecretBox } from '@posthorn/secrets'
import {
  createHttpApp,
  EVENTS_TOTAL,
  type HealthOptions,
  type HttpApp,
  health,
  type Logger,
  type Metrics,
  metricsRoute,
  shareRequestCapacity,
} from '@posthorn/service'
import { createRejectionLog } from './rejection-log.ts'
import { webhookRoutes } from './routes/webhooks.ts'

const MIB = 1024 * 1024

export interface IngestOptions {
  database: Database
  queue: DeliveryQueue
  secretBox: SecretBox
  bodyMaxMib: number
  logger: Logger
  metrics: Metrics
  checks: HealthOptions['checks']
  isStopping: HealthOptions['isStopping']
}

/** Assembles the ingest service; starts nothing. */
export async function buildIngest(options: IngestOptions): Promise<HttpApp> {
  const { database, queue, secretBox, bodyMaxMib, logger, metrics, checks, isStopping } = options
  const app = createHttpApp({ logger, metrics, bodyBytesMax: bodyMaxMib * MIB })

  // Signatures are made over bytes, so bytes it stays, whatever content type is claimed.
  app.removeAllContentTypeParsers()
  app.addContentTypeParser('*', { parseAs: 'buffer' }, async (_request: unknown, body: Buffer) => body)

  await app.register(health, { checks, isStopping })
  await app.register(metricsRoute, { metrics })
  const events = metrics.counter(EVENTS_TOTAL)
  const currentVersion = createCurrentVersion(database)
  await app.register(webhookRoutes, {
    sources: createSourcesInMemory(database, currentVersion),
    rules: createRulesInMemory(database, currentVersion),
    store: createStoreInbound(database),
    queue,
    secretBox,
    rejections: createRejectionLog(database, logger),
    logger,
    capacity: shareRequestCapacity(app),
    turns: new FairTurns(),
    countEvent: () => events.inc({ via: 'ingest' }),
  })
  return app
}
