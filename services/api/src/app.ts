import { PUBLISH_BYTES_MAX } from '@posthorn/contracts'
import { createHttpApp, type HealthOptions, type HttpApp, health, type Logger } from '@posthorn/service'
import { assertAccessDeclared, createAuthorize } from './authorize.ts'
import type { Dependencies } from './dependencies.ts'
import { readJsonBodies } from './json-body.ts'
import { deliveryRoutes } from './routes/deliveries.ts'
import { endpointSecretRoutes } from './routes/endpoint-secrets.ts'
import { endpointRoutes } from './routes/endpoints.ts'
import { eventRoutes } from './routes/events.ts'
import { keyRoutes } from './routes/keys.ts'
import { sourceRoutes } from './routes/sources.ts'
import { tenantRoutes } from './routes/tenants.ts'

export interface ApiOptions extends Dependencies {
  logger: Logger
  checks: HealthOptions['checks']
  isStopping: HealthOptions['isStopping']
}

/** Assembles the API service; starts nothing. */
export async function buildApi({
  logger,
  checks,
  isStopping,
  ...dependencies
}: ApiOptions): Promise<HttpApp> {
  const { config, database } = dependencies
  const app = createHttpApp({ logger, bodyBytesMax: PUBLISH_BYTES_MAX })
  readJsonBodies(app)
  app.addHook('onRoute', assertAccessDeclared)
  app.addHook('onRequest', createAuthorize({ database, adminKey: config.POSTHORN_ADMIN_KEY }))

  await app.register(health, { checks, isStopping })
  await app.register(tenantRoutes, dependencies)
  await app.register(keyRoutes, dependencies)
  await app.register(endpointRoutes, dependencies)
  await app.register(endpointSecretRoutes, dependencies)
  await app.register(sourceRoutes, dependencies)
  await app.register(eventRoutes, dependencies)
  await app.register(deliveryRoutes, dependencies)
  return app
}
