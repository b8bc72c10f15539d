import { FairTurns } from '@posthorn/fairness'
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
import { adminKeyTag } from '@posthorn/secrets'
import { parseCidrs } from '@posthorn/webhook'
import type { RouteOptions } from 'fastify'
import { createApiMetrics } from './api-metrics.ts'
import type { BuiltDashboard } from './dashboard/built-dashboard.ts'
import { dashboardRoutes } from './dashboard/routes.ts'
import type { Dependencies } from './dependencies.ts'
import { assertAuditDeclared, createAudit } from './http/audit.ts'
import { assertAccessDeclared, createAuthorization } from './http/authorize.ts'
import { capacityKeyOf } from './http/capacity-key.ts'
import { explainDeletedTenant } from './http/deleted-tenant.ts'
import { addIdempotency } from './http/idempotency.ts'
import { BODY_BYTES_MAX, readJsonBodies } from './http/json-body.ts'
import { createLimitRate } from './http/limit-rate.ts'
import { refuseEncodings } from './http/refuse-encodings.ts'
import { createRefuseExpired } from './http/refuse-expired.ts'
import { createSharedStatement, HandlerSlots, shareDatabase } from './http/share-database.ts'
import { refuseUnexpectedInput } from './http/unexpected-input.ts'
import { createHintWrites } from './live/hint-writes.ts'
import { LiveStreams } from './live/live-streams.ts'
import { createReceiving } from './managing/sources/receiving.ts'
import { assertDescribed } from './openapi/described-routes.ts'
import { createPortalPages } from './portal/portal-pages.ts'
import { createSchemaChecker } from './publishing/schema-checker.ts'
import { createRelays } from './relay/create-relays.ts'
import { auditRoutes } from './routes/audit.ts'
import { attemptRoutes } from './routes/delivering/attempts.ts'
import { bulkDeliveryRoutes } from './routes/delivering/bulk-deliveries.ts'
import { deliveryRoutes } from './routes/delivering/deliveries.ts'
import { failureRoutes } from './routes/delivering/failures.ts'
import { recoverRoutes } from './routes/delivering/recover.ts'
import { replayRoutes } from './routes/delivering/replay.ts'
import { testEventRoutes } from './routes/delivering/send-test-event.ts'
import { docsRoutes } from './routes/docs.ts'
import { endpointFilterRoutes } from './routes/endpoint-filter.ts'
import { endpointSecretRoutes } from './routes/endpoint-secrets.ts'
import { endpointRoutes } from './routes/endpoints.ts'
import { eventContentRoutes } from './routes/event-content.ts'
import { eventTypeRoutes } from './routes/event-types.ts'
import { eventRoutes } from './routes/events.ts'
import { eventMatchRoutes } from './routes/finding/event-matches.ts'
import { eventSearchRoutes } from './routes/finding/event-search.ts'
import { nameSearchRoutes } from './routes/finding/name-search.ts'
import { jobRoutes } from './routes/jobs.ts'
import { keyRoutes } from './routes/keys.ts'
import { liveRoutes } from './routes/live/live-updates.ts'
import { openApiRoutes } from './routes/openapi.ts'
import { operatingRoutes } from './routes/operating.ts'
import { portalLinkRoutes } from './routes/portal/portal-links.ts'
import { portalSessionRoutes } from './routes/portal/portal-sessions.ts'
import { portalThemeRoutes } from './routes/portal/portal-theme.ts'
import { publishingRoutes } from './routes/publishing.ts'
import { providerRoutes } from './routes/receiving/providers.ts'
import { rejectionRoutes } from './routes/receiving/rejections.ts'
import { requestRoutes } from './routes/receiving/requests.ts'
import { sourceSampleRoutes } from './routes/receiving/source-samples.ts'
import { sourceVerificationRoutes } from './routes/receiving/source-verification.ts'
import { sourceRoutes } from './routes/receiving/sources.ts'
import { listeningRoutes } from './routes/relays/listening.ts'
import { relayRoutes } from './routes/relays/relays.ts'
import { metaRoutes } from './routes/sessions/meta.ts'
import { sessionRoutes } from './routes/sessions/sessions.ts'
import { statsRoutes } from './routes/stats.ts'
import { tenantRoutes } from './routes/tenants.ts'
import { assertIdentifies, identify } from './sessions/identify.ts'
import { createSessionCookie } from './sessions/session-cookie.ts'
import { createSignInLimit } from './sessions/sign-in-limit.ts'

export interface ApiOptions extends Omit<Dependencies, 'turns' | 'schemas'> {
  logger: Logger
  metrics: Metrics
  rateLimiter: RateLimiter
  /** Undefined when it is not built: then `/` says so. */
  dashboard: BuiltDashboard | undefined
  checks: HealthOptions['checks']
  isStopping: HealthOptions['isStopping']
}

/** Assembles the API service; starts nothing. */
export async function buildApi({
  logger,
  metrics,
  rateLimiter,
  dashboard,
  checks,
  isStopping,
  ...stores
}: ApiOptions): Promise<HttpApp> {
  const turns = new FairTurns()
  const schemas = createSchemaChecker()
  const dependencies = { ...stores, turns, schemas }
  const { config, database, live, secretBox } = dependencies
  const apiMetrics = createApiMetrics(metrics)
  const countEvents = (count: number) => apiMetrics.countEvents(count)
  const app = createHttpApp({ logger, metrics, bodyBytesMax: BODY_BYTES_MAX, explain: explainDeletedTenant })
  const trustedProxies = parseCidrs(config.TRUSTED_PROXY_CIDRS)
  warnOfUnknownProxy(app, trustedProxies)
  app.addHook('onClose', () => schemas.close())
  const receiving = createReceiving({ ...dependencies, logger })
  app.addHook('onClose', () => receiving.reader.close())
  const capacity = shareRequestCapacity(app)
  readJsonBodies(app, { turns, capacity })
  app.addHook('onRoute', assertAccessDeclared)
  app.addHook('onRoute', assertIdentifies)
  app.addHook('onRoute', assertAuditDeclared)
  app.addHook('onRoute', assertDescribed)
  const routes: RouteOptions[] = []
  app.addHook('onRoute', (route) => void routes.push(route))
  const adminKey = config.POSTHORN_ADMIN_KEY
  const adminTag = adminKeyTag(adminKey)
  const publicUrl = config.PUBLIC_URL
  const cookie = createSessionCookie(publicUrl)
  const { authorize, confirm, isStillAllowed } = createAuthorization({
    database,
    adminKey,
    adminTag,
    cookie,
    publicUrl,
  })
  const sharedStatement = createSharedStatement()
  const limitRate = createLimitRate({
    rateLimiter,
    perSecond: config.API_RATE_LIMIT_PER_SECOND,
    sharedStatement,
  })
  // Forbidden requests count, too: `authorize` identifies the key before it refuses.
  app.addHook('onRequest', async (request, reply) => {
    try {
      await authorize(request)
    } finally {
      request.capacityKey = capacityKeyOf(request)
      await limitRate(request, reply)
    }
    // Only authorized requests take capacity. They wait before their body is read.
    if (request.capacityKey !== undefined) await capacity.enter(request, reply, request.capacityKey)
  })
  app.addHook('onRequest', refuseEncodings)
  app.addHook('preValidation', refuseUnexpectedInput)
  // The first onSend hook: a write without its audit entry must not be reported as a success.
  app.addHook('onSend', createAudit({ database }))
  app.addHook('onSend', createHintWrites(live))
  app.addHook('preHandler', createRefuseExpired(config.RETENTION_DAYS))
  app.addHook('preHandler', identify)
  const slots = new HandlerSlots()
  addIdempotency(app, { database, secretBox, sharedStatement, slots, isStopping })
  shareDatabase(app, slots)

  await app.register(health, { checks, metrics, isStopping })
  await app.register(metricsRoute, { metrics })
  await app.register(openApiRoutes, { routes })
  await app.register(docsRoutes)
  const signInLimit = createSignInLimit(rateLimiter, trustedProxies)
  await app.register(sessionRoutes, { config, database, adminTag, cookie, signInLimit })
  await app.register(metaRoutes, { config })
  await app.register(portalLinkRoutes, { config, database, adminTag })
  await app.register(portalSessionRoutes, { config, database, adminTag })
  const frameAncestors = config.PORTAL_FRAME_ANCESTORS
  const portalPages = createPortalPages(database, { adminTag, frameAncestors })
  await app.register(portalThemeRoutes, { portalPages })
  await app.register(dashboardRoutes, { dashboard, portalPages })
  await app.register(tenantRoutes, dependencies)
  await app.register(keyRoutes, dependencies)
  await app.register(endpointRoutes, dependencies)
  await app.register(endpointFilterRoutes, dependencies)
  await app.register(endpointSecretRoutes, dependencies)
  await app.register(sourceRoutes, dependencies)
  await app.register(sourceVerificationRoutes, { ...dependencies, receiving })
  await app.register(sourceSampleRoutes, { ...dependencies, receiving, slots })
  await app.register(providerRoutes)
  await app.register(eventTypeRoutes, dependencies)
  await app.register(publishingRoutes, {
    ...dependencies,
    confirm,
    logger,
    countEvents,
  })
  await app.register(requestRoutes, { ...dependencies, receiving, countEvents })
  await app.register(eventRoutes, dependencies)
  await app.register(eventMatchRoutes, dependencies)
  await app.register(nameSearchRoutes, dependencies)
  await app.register(eventSearchRoutes, dependencies)
  await app.register(eventContentRoutes, dependencies)
  await app.register(deliveryRoutes, dependencies)
  await app.register(attemptRoutes, dependencies)
  await app.register(failureRoutes, dependencies)
  await app.register(rejectionRoutes, dependencies)
  await app.register(bulkDeliveryRoutes, dependencies)
  await app.register(testEventRoutes, dependencies)
  await app.register(replayRoutes, dependencies)
  await app.register(recoverRoutes, dependencies)
  await app.register(jobRoutes, dependencies)
  await app.register(statsRoutes, dependencies)
  const streams = new LiveStreams({ bus: live, onChange: (open) => apiMetrics.setLiveStreams(open) })
  await app.register(liveRoutes, { streams, isStillAllowed, capacity })
  await app.register(relayRoutes, dependencies)
  await app.register(listeningRoutes, {
    relays: createRelays({ ...dependencies, logger, onChange: (open) => apiMetrics.setRelayConnected(open) }),
    countResults: (counts) => apiMetrics.countRelayResults(counts),
    isStillAllowed,
    capacity,
    slots,
  })
  await app.register(auditRoutes, dependencies)
  await app.register(operatingRoutes, dependencies)
  return app
}
