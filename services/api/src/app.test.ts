import { subscribe, unsubscribe } from 'node:diagnostics_channel'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { createLogger, createMetrics } from '@posthorn/runtime'
import type { FastifyInstance, RouteOptions } from 'fastify'
import { expect, it } from 'vitest'
import { buildApi } from './app.ts'

/** Throws on every use: declaring routes needs no database and no queue. */
function untouchable(name: string): never {
  const get = (_target: object, property: string | symbol) => {
    throw new Error(`${name}.${String(property)} was used`)
  }
  return new Proxy({}, { get }) as never
}

/** Builds the API and returns its routes. */
async function declaredRoutes(): Promise<RouteOptions[]> {
  const routes: RouteOptions[] = []
  // Fastify publishes each new application on this channel, before it has any routes.
  const watch = (message: unknown) => {
    const { fastify } = message as { fastify: FastifyInstance }
    fastify.addHook('onRoute', (route) => void routes.push({ ...route }))
  }
  subscribe('fastify.initialization', watch)
  const app = await buildApi({
    config: {
      POSTHORN_ADMIN_KEY: 'an-admin-key-of-24-chars',
      PUBLIC_INGEST_URL: 'http://127.0.0.1:8081',
      PUBLIC_URL: 'http://127.0.0.1:8080',
      PORTAL_FRAME_ANCESTORS: [],
      TRUSTED_PROXY_CIDRS: [],
      ALLOW_HTTP_ENDPOINTS: false,
      RETENTION_DAYS: 30,
      INGEST_BODY_MAX_MIB: 5,
    },
    addressRanges: { allow: [], deny: [] },
    database: untouchable('database'),
    lists: untouchable('lists'),
    queue: untouchable('queue'),
    live: untouchable('live'),
    egress: untouchable('egress'),
    ingest: untouchable('ingest'),
    secretBox: untouchable('secretBox'),
    rateLimiter: untouchable('rateLimiter'),
    logger: createLogger({ service: 'api', level: 'silent' }),
    metrics: createMetrics('api'),
    dashboard: { template: '', assets: { directory: import.meta.dirname, names: new Set() } },
    checks: [],
    isStopping: () => false,
  })
  unsubscribe('fastify.initialization', watch)
  await app.ready()
  await app.close()
  return routes
}

/** The routes of the API, each as `path METHOD: access`, sorted by path. */
async function routesOfApi(): Promise<string[]> {
  const routes = await declaredRoutes()
  return routes
    .flatMap(({ method, url, config }) => [method].flat().map((one) => `${url} ${one}: ${config?.access}`))
    .toSorted()
}

it('has these routes, each with its access', async () => {
  const routes = await routesOfApi()

  // Add a new route to test/e2e/shared/managing/tenant-isolation.test.ts, too.
  expect(routes.filter((route) => !route.includes(' HEAD:'))).toEqual([
    '/ GET: open',
    '/assets/:name GET: open',
    '/docs GET: open',
    '/docs/reference.js GET: open',
    '/docs/start.js GET: open',
    '/healthz GET: open',
    '/metrics GET: open',
    '/openapi.json GET: open',
    '/operator GET: open',
    '/operator/* GET: open',
    '/portal/:id GET: open',
    '/portal/:id/* GET: open',
    '/portal/:id/theme.css GET: open',
    '/readyz GET: open',
    '/sign-in GET: open',
    '/t/* GET: open',
    '/v1/audit GET: admin',
    '/v1/event-types GET: key',
    '/v1/event-types POST: admin',
    '/v1/event-types/:name DELETE: admin',
    '/v1/event-types/:name GET: key',
    '/v1/event-types/:name PUT: admin',
    '/v1/meta GET: key',
    '/v1/portal-sessions POST: sign-in',
    '/v1/providers GET: key',
    '/v1/queue GET: admin',
    '/v1/queue/shards/:shard/drain POST: admin',
    '/v1/sessions GET: key',
    '/v1/sessions POST: sign-in',
    '/v1/sessions/:id DELETE: key',
    '/v1/sessions/:id GET: key',
    '/v1/tenants GET: admin',
    '/v1/tenants/:tenant DELETE: admin',
    '/v1/tenants/:tenant GET: tenant',
    '/v1/tenants/:tenant PUT: admin',
    '/v1/tenants/:tenant/attempts GET: read',
    '/v1/tenants/:tenant/audit GET: manage',
    '/v1/tenants/:tenant/deliveries GET: read',
    '/v1/tenants/:tenant/deliveries/:id GET: read',
    '/v1/tenants/:tenant/deliveries/:id/attempts GET: read',
    '/v1/tenants/:tenant/deliveries/:id/cancel POST: manage',
    '/v1/tenants/:tenant/deliveries/:id/retry POST: manage',
    '/v1/tenants/:tenant/deliveries/bulk POST: manage',
    '/v1/tenants/:tenant/endpoints GET: read',
    '/v1/tenants/:tenant/endpoints POST: manage',
    '/v1/tenants/:tenant/endpoints/:id DELETE: manage',
    '/v1/tenants/:tenant/endpoints/:id GET: read',
    '/v1/tenants/:tenant/endpoints/:id PATCH: manage',
    '/v1/tenants/:tenant/endpoints/:id/disable POST: manage',
    '/v1/tenants/:tenant/endpoints/:id/enable POST: manage',
    '/v1/tenants/:tenant/endpoints/:id/filter/test POST: manage',
    '/v1/tenants/:tenant/endpoints/:id/recover POST: manage',
    '/v1/tenants/:tenant/endpoints/:id/rotate-secret POST: manage',
    '/v1/tenants/:tenant/endpoints/:id/stats GET: read',
    '/v1/tenants/:tenant/endpoints/:id/test POST: manage',
    '/v1/tenants/:tenant/events GET: read',
    '/v1/tenants/:tenant/events POST: publish',
    '/v1/tenants/:tenant/events/:id GET: read',
    '/v1/tenants/:tenant/events/:id/content DELETE: manage',
    '/v1/tenants/:tenant/events/:id/deliveries GET: read',
    '/v1/tenants/:tenant/events/:id/matches GET: read',
    '/v1/tenants/:tenant/events/:id/replay POST: manage',
    '/v1/tenants/:tenant/events/batch POST: publish',
    '/v1/tenants/:tenant/events/search POST: read',
    '/v1/tenants/:tenant/failures GET: read',
    '/v1/tenants/:tenant/jobs GET: manage',
    '/v1/tenants/:tenant/jobs/:id GET: manage',
    '/v1/tenants/:tenant/jobs/:id/cancel POST: manage',
    '/v1/tenants/:tenant/jobs/:id/hits GET: read',
    '/v1/tenants/:tenant/jobs/:id/hits/stream GET: read',
    '/v1/tenants/:tenant/keys GET: manage',
    '/v1/tenants/:tenant/keys POST: manage-access',
    '/v1/tenants/:tenant/keys/:id DELETE: manage-access',
    '/v1/tenants/:tenant/live GET: read',
    '/v1/tenants/:tenant/portal-links GET: manage',
    '/v1/tenants/:tenant/portal-links POST: manage-access',
    '/v1/tenants/:tenant/portal-links/:id DELETE: manage-access',
    '/v1/tenants/:tenant/rejections GET: read',
    '/v1/tenants/:tenant/relays GET: manage',
    '/v1/tenants/:tenant/relays POST: manage',
    '/v1/tenants/:tenant/relays/:id/poll POST: manage',
    '/v1/tenants/:tenant/relays/:id/results POST: manage',
    '/v1/tenants/:tenant/relays/:id/stream GET: manage',
    '/v1/tenants/:tenant/requests/:id GET: read',
    '/v1/tenants/:tenant/requests/:id/reprocess POST: manage',
    '/v1/tenants/:tenant/search GET: read',
    '/v1/tenants/:tenant/sources GET: manage',
    '/v1/tenants/:tenant/sources POST: manage',
    '/v1/tenants/:tenant/sources/:id DELETE: manage',
    '/v1/tenants/:tenant/sources/:id GET: manage',
    '/v1/tenants/:tenant/sources/:id PATCH: manage',
    '/v1/tenants/:tenant/sources/:id/requests GET: read',
    '/v1/tenants/:tenant/sources/:id/sample POST: manage',
    '/v1/tenants/:tenant/sources/:id/verify POST: manage',
    '/v1/tenants/:tenant/stats GET: read',
    '/v1/tenants/:tenant/waiting GET: read',
    '/v1/waiting GET: admin',
  ])
})

it('allows HEAD exactly where it allows GET', async () => {
  const routes = await routesOfApi()
  const heads = routes
    .filter((route) => route.includes(' HEAD: '))
    .map((route) => route.replace(' HEAD: ', ' GET: '))
  expect(heads).toEqual(routes.filter((route) => route.includes(' GET: ')))
})

it('names each write as docs/audit-log.md does', async () => {
  const page = readFileSync(join(import.meta.dirname, '../../../docs/audit-log.md'), 'utf8')
  const documented = [...page.matchAll(/^\| `(\w+\.\w+)`/gm)].map((match) => String(match[1]))
  const ofRoutes = (await declaredRoutes()).flatMap(({ config }) => config?.audit || [])
  // Written by workers.
  const actions = [...ofRoutes, 'delivery.expired', 'relay.removed']
  expect(documented.toSorted()).toEqual(actions.toSorted())
})
