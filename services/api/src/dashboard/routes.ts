import { randomBytes } from 'node:crypto'
import fastifyStatic from '@fastify/static'
import { ProblemError } from '@posthorn/contracts'
import { DASHBOARD_PATHS } from '@posthorn/dashboard'
import type { FastifyPluginAsync, FastifyReply } from 'fastify'
import type { PortalPages } from '../portal/portal-pages.ts'
import { type BuiltDashboard, NONCE_PLACEHOLDER } from './built-dashboard.ts'
import { documentHeaders } from './document-headers.ts'

export interface DashboardOptions {
  /** Undefined when this copy of Posthorn has none. */
  dashboard: BuiltDashboard | undefined
  /** Finds which origins may show the pages of a portal link in a frame. */
  portalPages: Pick<PortalPages, 'frameAncestorsOf'>
}

const NONCE_BYTES = 16
const IMMUTABLE = 'public, max-age=31536000, immutable'
const NOT_BUILT =
  'This copy of Posthorn has no dashboard: `npm start` and the Dockerfile build it.\nThe API works without it, and is described at /docs.\n'

const OPEN = { config: { access: 'open' }, schema: { hide: true } } as const

/**
 * The dashboard, at the paths of its pages. Every page is the same document: the router in it reads the path. Other
 * paths are the API's, unknown ones included.
 */
export const dashboardRoutes: FastifyPluginAsync<DashboardOptions> = async (
  app,
  { dashboard, portalPages },
) => {
  if (dashboard === undefined) {
    app.get('/', OPEN, async (_request, reply) =>
      reply.code(404).type('text/plain; charset=utf-8').send(NOT_BUILT),
    )
    return
  }
  const { template, assets } = dashboard
  const sendDocument = (reply: FastifyReply, frameAncestors: readonly string[]) => {
    const nonce = randomBytes(NONCE_BYTES).toString('base64')
    return reply
      .headers(documentHeaders({ nonce, frameAncestors }))
      .type('text/html; charset=utf-8')
      .send(template.replaceAll(NONCE_PLACEHOLDER, nonce))
  }

  for (const path of DASHBOARD_PATHS) {
    app.get(path, OPEN, async (_request, reply) => sendDocument(reply, []))
  }
  for (const path of ['/portal/:id', '/portal/:id/*']) {
    app.get<{ Params: { id: string } }>(path, OPEN, async (request, reply) =>
      sendDocument(reply, await portalPages.frameAncestorsOf(request.params.id)),
    )
  }

  await app.register(fastifyStatic, { root: assets.directory, serve: false, preCompressed: true })
  app.get<{ Params: { name: string } }>('/assets/:name', OPEN, async (request, reply) => {
    const { name } = request.params
    if (!assets.names.has(name)) throw new ProblemError('not_found', `There is no GET /assets/${name}.`)
    void reply.headers({ 'x-content-type-options': 'nosniff', 'cross-origin-resource-policy': 'same-origin' })
    return reply.sendFile(name, { cacheControl: false }).header('cache-control', IMMUTABLE)
  })
}
