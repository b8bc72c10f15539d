import { ingestUrlOf, type SourceId } from '@posthorn/contracts'
import {
  createLargeTransactions,
  createStoreInbound,
  createStoreSeveral,
  type Database,
} from '@posthorn/database'
import type { Egress } from '@posthorn/egress'
import { createCurrentVersion, createRulesCache, createSourceCache } from '@posthorn/events'
import { FairTurns } from '@posthorn/fairness'
import type { DeliveryQueue, HintPublisher } from '@posthorn/queue'
import { createKeyFetcher, createKeysOfSource, createPayloadReader } from '@posthorn/receiving'
import {
  createHttpApp,
  type HealthOptions,
  type HttpApp,
  health,
  type Logger,
  type Metrics,
  metricsRoute,
  type RateLimiter,
  shareRequestCapacity,
  warnOfUnknownProxy,
} from '@posthorn/runtime'
import type { SecretBox } from '@posthorn/secrets'
import type { AddressRange } from '@posthorn/webhook'
import { createConfirmSubscription } from './confirm-subscription.ts'
import { createIngestMetrics } from './ingest-metrics.ts'
import { createRejectionRecorder } from './rejection-recorder.ts'
import { webhookRoutes } from './routes/webhooks.ts'
import { createSourceRateLimit } from './source-rate-limit.ts'

const MIB = 1024 * 1024

export interface IngestOptions {
  database: Database
  queue: DeliveryQueue
  /** Hints for those who watch a tenant. */
  live: HintPublisher
  secretBox: SecretBox
  egress: Pick<Egress, 'send'>
  /** Prefix of the URLs that providers call. */
  publicIngestUrl: string
  bodyMaxMib: number
  trustedProxies: readonly AddressRange[]
  rateLimiter: RateLimiter
  logger: Logger
  metrics: Metrics
  checks: HealthOptions['checks']
  isStopping: HealthOptions['isStopping']
}

/** Assembles the ingest service; starts nothing. */
export async function buildIngest(options: IngestOptions): Promise<HttpApp> {
  const {
    database,
    queue,
    live,
    secretBox,
    egress,
    publicIngestUrl,
    bodyMaxMib,
    trustedProxies,
    logger,
    metrics,
    checks,
    isStopping,
  } = options
  const app = createHttpApp({ logger, metrics, bodyBytesMax: bodyMaxMib * MIB })
  warnOfUnknownProxy(app, trustedProxies)

  await app.register(health, { checks, metrics, isStopping })
  await app.register(metricsRoute, { metrics })
  const ingestMetrics = createIngestMetrics(metrics)
  const currentVersion = createCurrentVersion(database)
  const largeTransactions = createLargeTransactions()
  const verification = {
    keysOf: createKeysOfSource(secretBox, logger),
    ingestUrlOf: (id: SourceId) => ingestUrlOf(publicIngestUrl, id),
    fetchTextFor: createKeyFetcher({ egress, log: logger }),
  }
  const reader = createPayloadReader()
  app.addHook('onClose', () => reader.close())
  await app.register(webhookRoutes, {
    sources: createSourceCache(database, currentVersion),
    rules: createRulesCache(database, currentVersion),
    store: createStoreInbound(database, largeTransactions),
    storeSeveral: createStoreSeveral(database, { largeTransactions }),
    queue,
    live,
    verification,
    reader,
    rejections: createRejectionRecorder({
      database,
      live,
      secretBox,
      log: logger,
      metrics: ingestMetrics,
    }),
    logger,
    capacity: shareRequestCapacity(app),
    confirm: createConfirmSubscription({ egress, log: logger }),
    turns: new FairTurns(),
    metrics: ingestMetrics,
    trustedProxies,
    createLimitRate: createSourceRateLimit(options.rateLimiter),
  })
  return app
}
